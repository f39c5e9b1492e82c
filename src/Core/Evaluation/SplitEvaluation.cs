using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation;

/// <summary>Builds the report of one split.</summary>
internal sealed class SplitEvaluation(ScoredExams exams, IReadOnlyList<string> classes, Thresholds thresholds)
{
    /// <param name="unlabelled">Exams of the split without a label.</param>
    /// <param name="intervals">In the order of <see cref="MetricNames.All"/>.</param>
    public SplitReport Report(int unlabelled, IReadOnlyList<Interval?> intervals)
    {
        ConfusionMatrix confusion = new(exams, exams.Once);
        ClassEvaluation evaluation = new(exams, confusion, new RankStatistics(exams, exams.Once), thresholds);
        ClassReport[] perClass = [.. classes.Select((name, c) => evaluation.Report(c, name))];
        double[] values = SplitMetrics.Compute(exams, exams.Once);
        return new SplitReport
        {
            Exams = exams.Count,
            Unlabelled = unlabelled,
            Metrics = ByMetric(m => double.IsNaN(values[m]) ? (double?)null : values[m]),
            Intervals = ByMetric(m => double.IsNaN(values[m]) ? null : intervals[m]),
            Undefined = WhyUndefined(values, intervals),
            PerClass = perClass,
            Confusion = confusion.Counts,
            Roc = [.. perClass.Select((c, i) => ClassCurves.Roc(exams, i, c.Name, c.Auc))],
            Pr = [.. perClass.Select((c, i) => ClassCurves.PrecisionRecall(exams, i, c.Name, c.AveragePrecision))],
            Calibration = Calibration.Reliability(exams),
            Imcp = Imcp(confusion),
        };
    }

    private ImcpReport Imcp(ConfusionMatrix confusion)
    {
        (double[] x, double[] y) = ImcpCurve.Points(exams);
        return new ImcpReport(x, y, ImcpCurve.Areas(exams, exams.Once).Imcp, [.. classes.Where((_, c) => confusion.Support(c) == 0)]);
    }

    private static OrderedDictionary<string, string> WhyUndefined(double[] values, IReadOnlyList<Interval?> intervals)
    {
        OrderedDictionary<string, string> reasons = [];
        for (int m = 0; m < values.Length; m++)
        {
            string name = MetricNames.All[m];
            if (double.IsNaN(values[m])) reasons[name] = SplitMetrics.WhyUndefined(name);
            else if (intervals[m] is null) reasons[$"intervals.{name}"] = $"no resample defines it: {SplitMetrics.WhyUndefined(name)}";
        }
        return reasons;
    }

    private static OrderedDictionary<string, T> ByMetric<T>(Func<int, T> value)
    {
        OrderedDictionary<string, T> named = [];
        for (int m = 0; m < MetricNames.All.Count; m++) named.Add(MetricNames.All[m], value(m));
        return named;
    }
}
