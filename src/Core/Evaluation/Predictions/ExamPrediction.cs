namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>A model's prediction for one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">The true class, from 0; null if unknown.</param>
/// <param name="Probabilities">One probability per class; they sum to 1 within 1e-8.</param>
public sealed record ExamPrediction(string Exam, int? Label, double[] Probabilities);
