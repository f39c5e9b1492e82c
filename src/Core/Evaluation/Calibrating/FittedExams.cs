namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>The exams that a calibration is fitted to.</summary>
/// <param name="Logits">z of each exam and class.</param>
/// <param name="Labels">The true classes.</param>
internal sealed record FittedExams(double[][] Logits, int[] Labels)
{
    /// <summary>Mean loss with a calibration.</summary>
    public double Loss(Recalibration calibration) => Logits.Zip(Labels, calibration.Loss).Average();

    /// <summary>Some of the exams.</summary>
    public FittedExams Only(IEnumerable<int> exams)
    {
        int[] chosen = [.. exams];
        return new FittedExams([.. chosen.Select(i => Logits[i])], [.. chosen.Select(i => Labels[i])]);
    }
}
