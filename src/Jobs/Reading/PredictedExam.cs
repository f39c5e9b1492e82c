namespace Angioboard.Jobs.Reading;

/// <summary>A run's prediction for one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">The true class, from 0; null if unknown.</param>
/// <param name="Predicted">The class with the largest probability; the first if several are equal.</param>
/// <param name="Probabilities">One per class.</param>
public sealed record PredictedExam(string Exam, int? Label, int Predicted, IReadOnlyList<double> Probabilities)
{
    /// <summary>The largest probability.</summary>
    public double Top => Probabilities[Predicted];

    /// <summary>Whether the prediction is right; null if the true class is unknown.</summary>
    public bool? Correct => Label is { } label ? label == Predicted : null;
}
