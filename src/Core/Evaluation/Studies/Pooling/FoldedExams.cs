using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>Out-of-fold predictions, sorted once: metrics of resamples, in which each exam stays in its fold, follow fast.</summary>
internal sealed class FoldedExams
{
    private readonly (int Start, ScoredExams Exams)[] folds;

    /// <param name="predictions">The exams of each fold, each with a label; at least one exam in all.</param>
    /// <param name="classes">Number of classes.</param>
    public FoldedExams(IReadOnlyList<FoldPredictions> predictions, int classes)
    {
        Predictions = predictions;
        ExamPrediction[] all = [.. predictions.SelectMany(fold => fold.Exams)];
        Names = [.. all.Select(exam => exam.Exam)];
        Pooled = Score(all);
        List<(int, ScoredExams)> scored = [];
        int start = 0;
        foreach (FoldPredictions fold in predictions)
        {
            if (fold.Exams.Count > 0) scored.Add((start, Score(fold.Exams)));
            start += fold.Exams.Count;
        }
        folds = [.. scored];

        ScoredExams Score(IReadOnlyList<ExamPrediction> exams) =>
            new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], classes);
    }

    /// <summary>The folds' exams.</summary>
    public IReadOnlyList<FoldPredictions> Predictions { get; }

    /// <summary>The exams' names, fold after fold.</summary>
    public string[] Names { get; }

    /// <summary>All exams, in the order of <see cref="Names"/>.</summary>
    public ScoredExams Pooled { get; }

    /// <summary>The metrics in the order of <see cref="FoldedMetrics.Names"/>; NaN if undefined.</summary>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    public double[] Compute(ReadOnlySpan<byte> counts)
    {
        double[] values = new double[FoldedMetrics.Names.Count];
        Fill(values, counts, new ConfusionMatrix(Pooled, counts), Ranks(counts));
        return values;
    }

    /// <summary>
    /// The same with, behind them, of each class the F1, then the area, then the average precision; NaN for a class without exams.
    /// </summary>
    public double[] ComputeWithClasses(ReadOnlySpan<byte> counts)
    {
        int classes = Pooled.Classes, at = FoldedMetrics.Names.Count;
        double[] values = new double[at + 3 * classes];
        ConfusionMatrix confusion = new(Pooled, counts);
        FoldRanks ranks = Ranks(counts);
        Fill(values, counts, confusion, ranks);
        for (int c = 0; c < classes; c++)
        {
            values[at + c] = confusion.Support(c) == 0 ? double.NaN : confusion.F1(c);
            values[at + classes + c] = ranks.Auc(c);
            values[at + 2 * classes + c] = ranks.AveragePrecision(c);
        }
        return values;
    }

    /// <summary>One metric; NaN if undefined. It takes a part of the time of all.</summary>
    /// <param name="metric">A name of <see cref="FoldedMetrics.Names"/>.</param>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    public double Compute(string metric, ReadOnlySpan<byte> counts) => metric switch
    {
        MetricNames.AucOvrMacro => Ranks(counts).AucOvrMacro,
        MetricNames.AucOvoMacro => Ranks(counts).AucOvoMacro,
        MetricNames.AveragePrecisionMacro => Ranks(counts).AveragePrecisionMacro,
        MetricNames.AucOvrMicro => Micro(counts),
        MetricNames.LogLoss => Mean(Pooled.Losses, counts),
        MetricNames.Brier => Mean(Pooled.Brier, counts),
        MetricNames.ImcpArea => ImcpCurve.Areas(Pooled, counts).Imcp,
        MetricNames.McpArea => ImcpCurve.Areas(Pooled, counts).Mcp,
        _ => Decided(metric, new ConfusionMatrix(Pooled, counts)),
    };

    /// <summary>Each fold's own metrics, by <see cref="FoldedMetrics.Names"/>; those of a fold without exams are NaN.</summary>
    public double[][] ByFold() => [.. Predictions.Select(fold => fold.Exams.Count == 0
        ? [.. FoldedMetrics.Names.Select(_ => double.NaN)]
        : Alone(fold))];

    /// <summary>Areas and average precisions within folds.</summary>
    public FoldRanks Ranks(ReadOnlySpan<byte> counts)
    {
        FoldRanks ranks = new(Pooled.Classes);
        foreach ((int start, ScoredExams exams) in folds) ranks.Add(new RankStatistics(exams, counts.Slice(start, exams.Count)));
        return ranks;
    }

    private double[] Alone(FoldPredictions fold)
    {
        FoldedExams alone = new([fold], Pooled.Classes);
        return alone.Compute(alone.Pooled.Once);
    }

    private double Micro(ReadOnlySpan<byte> counts)
    {
        long won = 0, pairs = 0;
        foreach ((int start, ScoredExams exams) in folds)
        {
            (long rightly, long all) = RankStatistics.MicroPairs(exams, counts.Slice(start, exams.Count));
            won += rightly;
            pairs += all;
        }
        return won / (double)pairs;
    }

    private void Fill(Span<double> values, ReadOnlySpan<byte> counts, ConfusionMatrix confusion, FoldRanks ranks)
    {
        (double imcp, double mcp) = ImcpCurve.Areas(Pooled, counts);
        for (int m = 0; m < FoldedMetrics.Names.Count; m++)
        {
            values[m] = FoldedMetrics.Names[m] switch
            {
                MetricNames.AucOvrMacro => ranks.AucOvrMacro,
                MetricNames.AucOvoMacro => ranks.AucOvoMacro,
                MetricNames.AveragePrecisionMacro => ranks.AveragePrecisionMacro,
                MetricNames.AucOvrMicro => Micro(counts),
                MetricNames.LogLoss => Mean(Pooled.Losses, counts),
                MetricNames.Brier => Mean(Pooled.Brier, counts),
                MetricNames.ImcpArea => imcp,
                MetricNames.McpArea => mcp,
                string metric => Decided(metric, confusion),
            };
        }
    }

    private static double Decided(string metric, ConfusionMatrix confusion) => metric switch
    {
        MetricNames.Accuracy => confusion.Accuracy,
        MetricNames.BalancedAccuracy => confusion.MeanOverPresent(confusion.Recall),
        MetricNames.F1Macro => confusion.MeanOverPresent(confusion.F1),
        MetricNames.F1Weighted => confusion.F1Weighted,
        MetricNames.PrecisionMacro => confusion.MeanOverPresent(confusion.Precision),
        MetricNames.Mcc => confusion.Mcc,
        MetricNames.Kappa => confusion.Kappa,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "not a metric of a study"),
    };

    private static double Mean(double[] values, ReadOnlySpan<byte> counts)
    {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i] * values[i];
            total += counts[i];
        }
        return sum / total;
    }
}
