namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>What a model says of one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">The true class, from 0; null where it is not known.</param>
/// <param name="Probabilities">One probability a class; they sum to 1 within 1e-8.</param>
public sealed record ExamPrediction(string Exam, int? Label, double[] Probabilities);
