using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>The metrics that a calibration is to improve.</summary>
internal static class CalibrationMetrics
{
    public static IReadOnlyList<string> Names { get; } = [MetricNames.LogLoss, MetricNames.Brier, MetricNames.Ece];

    /// <summary>The values in the order of <see cref="Names"/>.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    public static double[] Compute(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        double logLoss = 0, brier = 0;
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            logLoss += counts[i] * exams.Losses[i];
            brier += counts[i] * exams.Brier[i];
            total += counts[i];
        }
        return [logLoss / total, brier / total, Calibration.Error(exams, counts)];
    }
}
