namespace Angioboard.Jobs.Reading;

/// <summary>What a run says of one exam.</summary>
/// <param name="Exam">The exam's name.</param>
/// <param name="Label">The true class, from 0; null where it is not known.</param>
/// <param name="Predicted">The class of the largest probability, the first of equals.</param>
/// <param name="Probabilities">One a class.</param>
public sealed record PredictedExam(string Exam, int? Label, int Predicted, IReadOnlyList<double> Probabilities)
{
    /// <summary>The largest probability.</summary>
    public double Top => Probabilities[Predicted];

    /// <summary>Whether the prediction is right; null where the truth is not known.</summary>
    public bool? Correct => Label is { } label ? label == Predicted : null;
}
