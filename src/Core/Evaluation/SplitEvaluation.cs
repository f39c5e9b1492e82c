using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation;

/// <summary>Builds the report of one split.</summary>
internal sealed class SplitEvaluation(
    ScoredExams exams, ExamUnits units, IReadOnlyList<string> classes, Thresholds thresholds, SplitIntervals intervals)
{
    /// <param name="unlabelled">Exams of the split without a label.</param>
    public SplitReport Report(int unlabelled)
    {
        ConfusionMatrix confusion = new(exams, exams.Once);
        ClassEvaluation evaluation = new(exams, confusion, new RankStatistics(exams, exams.Once), thresholds,
            new ClassIntervals(exams, units, intervals));
        ClassReport[] perClass = [.. classes.Select((name, c) => evaluation.Report(c, name))];
        double[] values = SplitMetrics.Compute(exams, exams.Once);
        (Interval? Interval, string? Why)[] limits = [.. values.Select((value, m) => double.IsNaN(value) ? (null, null) : intervals.Of(m))];
        return new SplitReport
        {
            Exams = exams.Count,
            Unlabelled = unlabelled,
            Units = units.Count,
            Metrics = ByMetric(m => double.IsNaN(values[m]) ? (double?)null : values[m]),
            Intervals = ByMetric(m => limits[m].Interval),
            Undefined = WhyUndefined(values, limits),
            Cautions = Cautions(limits),
            PerClass = perClass,
            Confusion = confusion.Counts,
            Roc = [.. perClass.Select((c, i) => ClassCurves.Roc(exams, i, c.Name, c.Auc))],
            Pr = [.. perClass.Select((c, i) => ClassCurves.PrecisionRecall(exams, i, c.Name, c.AveragePrecision))],
            Calibration = ConsistencyBars.Add(exams, units, "before"),
            EceIfCalibrated = Calibration.IfCalibrated(exams, units.Key),
            Imcp = Imcp(confusion),
            RiskCoverage = RiskCurve.Of(exams, units.Of),
        };
    }

    private ImcpReport Imcp(ConfusionMatrix confusion)
    {
        (double[] x, double[] y) = ImcpCurve.Points(exams);
        return new ImcpReport(x, y, ImcpCurve.Areas(exams, exams.Once).Imcp, [.. classes.Where((_, c) => confusion.Support(c) == 0)]);
    }

    private static OrderedDictionary<string, string> WhyUndefined(
        double[] values, (Interval? Interval, string? Why)[] limits)
    {
        OrderedDictionary<string, string> reasons = [];
        for (int m = 0; m < values.Length; m++)
        {
            string name = MetricNames.All[m];
            if (double.IsNaN(values[m])) reasons[name] = SplitMetrics.WhyUndefined(name);
            else if (limits[m].Why is { } why) reasons[$"intervals.{name}"] = why;
        }
        return reasons;
    }

    private OrderedDictionary<string, string> Cautions((Interval? Interval, string? Why)[] limits)
    {
        OrderedDictionary<string, string> cautions = [];
        for (int m = 0; m < limits.Length; m++)
        {
            string name = MetricNames.All[m];
            if (limits[m].Interval is not null && intervals.Caution(name) is { } caution) cautions[name] = caution;
        }
        return cautions;
    }

    private static OrderedDictionary<string, T> ByMetric<T>(Func<int, T> value)
    {
        OrderedDictionary<string, T> named = [];
        for (int m = 0; m < MetricNames.All.Count; m++) named.Add(MetricNames.All[m], value(m));
        return named;
    }
}
