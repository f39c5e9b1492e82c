namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>The predictions for the exams of one split, in split order.</summary>
public sealed record SplitPredictions(string Split, IReadOnlyList<ExamPrediction> Exams);
