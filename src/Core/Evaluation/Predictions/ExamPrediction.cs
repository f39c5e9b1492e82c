using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>A model's prediction for one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">The true class, from 0; null if unknown.</param>
/// <param name="Probabilities">One probability per class; they sum to 1 within 1e-8.</param>
public sealed record ExamPrediction(string Exam, int? Label, double[] Probabilities)
{
    /// <summary>The predicted class: the one with the largest probability, the first of equal ones.</summary>
    public int Predicted => PredictedClass.Of(Probabilities);

    /// <summary>The largest probability.</summary>
    public double Top => Probabilities.Max();

    /// <summary>Whether the predicted class is the true one; null if that is unknown.</summary>
    public bool? Correct => Label is { } label ? label == Predicted : null;
}
