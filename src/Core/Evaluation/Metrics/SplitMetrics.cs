namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>All metrics of <see cref="MetricNames.All"/> for a split or a resample of it.</summary>
internal static class SplitMetrics
{
    /// <summary>The values in the order of <see cref="MetricNames.All"/>; NaN if undefined.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    public static double[] Compute(ScoredExams exams, ReadOnlySpan<byte> counts) =>
        Compute(exams, counts, new ConfusionMatrix(exams, counts), new RankStatistics(exams, counts));

    /// <summary>The same with, behind them, the F1 of each class, then the average precision of each; NaN for one without exams.</summary>
    public static double[] ComputeWithClasses(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        ConfusionMatrix confusion = new(exams, counts);
        RankStatistics ranks = new(exams, counts);
        return
        [
            .. Compute(exams, counts, confusion, ranks),
            .. Enumerable.Range(0, exams.Classes).Select(c => confusion.Support(c) == 0 ? double.NaN : confusion.F1(c)),
            .. Enumerable.Range(0, exams.Classes).Select(ranks.AveragePrecision),
        ];
    }

    private static double[] Compute(ScoredExams exams, ReadOnlySpan<byte> counts, ConfusionMatrix confusion, RankStatistics ranks)
    {
        double recall = confusion.MeanOverPresent(confusion.Recall);
        (double imcp, double mcp) = ImcpCurve.Areas(exams, counts);
        double logLoss = 0, brier = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            logLoss += counts[i] * exams.Losses[i];
            brier += counts[i] * exams.Brier[i];
        }
        return
        [
            confusion.Accuracy,
            recall,
            confusion.MeanOverPresent(confusion.F1),
            confusion.Accuracy,
            confusion.F1Weighted,
            confusion.MeanOverPresent(confusion.Precision),
            recall,
            confusion.Mcc,
            confusion.Kappa,
            logLoss / confusion.Total,
            brier / confusion.Total,
            ranks.AucOvrMacro,
            RankStatistics.AucMicro(exams, counts),
            ranks.AucOvoMacro,
            ranks.AveragePrecisionMacro,
            imcp,
            mcp,
            Calibration.Error(exams, counts),
        ];
    }

    /// <summary>Why a metric of a split is undefined.</summary>
    public static string WhyUndefined(string metric) => metric switch
    {
        MetricNames.Kappa => "all exams have, and are given, one and the same class",
        MetricNames.AucOvrMacro or MetricNames.AucOvoMacro => "fewer than two classes have exams",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "this metric is always defined"),
    };
}
