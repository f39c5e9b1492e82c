using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation;

/// <summary>
/// The intervals of a split's metrics, by patients: each metric by the method that holds its level for it, and none where too few patients
/// of a class would make it up.
/// </summary>
internal sealed class SplitIntervals
{
    // Sums in another order differ by less.
    private const double Rounding = 1e-9;

    private readonly ScoredExams exams;
    private readonly ExamUnits units;
    private readonly IReadOnlyList<string> classes;
    private readonly double[][] rows;
    private readonly double[][] whole;
    private readonly (int Class, int Patients)? fewest;
    private readonly string unitName;

    /// <param name="exams">The split.</param>
    /// <param name="units">Its units.</param>
    /// <param name="unitName">What a unit is: <c>patients</c> or <c>exams</c>.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="rows">The metrics of resamples.</param>
    public SplitIntervals(ScoredExams exams, ExamUnits units, string unitName, IReadOnlyList<string> classes, double[][] rows)
    {
        (this.exams, this.units, this.unitName, this.classes, this.rows) = (exams, units, unitName, classes, rows);
        int[] present = [.. Enumerable.Range(0, exams.Classes).Where(c => units.WithClass(c) > 0)];
        // A class that a resample lacks has no average precision there.
        int precisions = MetricNames.All.Count + exams.Classes;
        whole = [.. rows.Where(row => present.All(c => !double.IsNaN(row[precisions + c])))];
        fewest = present.Length == 0 ? null : present.Select(c => (c, units.WithClass(c))).MinBy(entry => entry.Item2);
    }

    /// <summary>The interval of a metric that is defined, or why there is none.</summary>
    public (Interval? Interval, string? Why) Of(int metric)
    {
        string name = MetricNames.All[metric];
        return name switch
        {
            MetricNames.Ece => (null, "a resample's calibration error lies above the split's; compare it with that of a calibrated model"),
            MetricNames.Accuracy or MetricNames.F1Micro => (Accuracy(), null),
            MetricNames.BalancedAccuracy or MetricNames.RecallMacro => (Recall(), null),
            _ when MetricNames.NeedEveryClass.Contains(name) => TooFew() is { } why ? (null, why) : Whole(metric, name),
            _ => Percentiles(rows.Select(row => row[metric]), leftOut: 0, name),
        };
    }

    /// <summary>The interval of a class's F1.</summary>
    public (Interval? Interval, string? Why) F1(int c) => OfClass(c, MetricNames.All.Count + c);

    /// <summary>The interval of a class's average precision.</summary>
    public (Interval? Interval, string? Why) AveragePrecision(int c) => OfClass(c, MetricNames.All.Count + exams.Classes + c);

    /// <summary>What to keep in mind about a metric's interval; null for nothing.</summary>
    public string? Caution(string metric) => metric switch
    {
        MetricNames.Accuracy or MetricNames.F1Micro or MetricNames.BalancedAccuracy or MetricNames.RecallMacro or MetricNames.Ece => null,
        _ when MetricNames.NeedEveryClass.Contains(metric) && fewest is (int c, < FewUnits.Few and int patients) =>
            $"{classes[c]} has {Counted(patients)} here; below {FewUnits.Few} the interval is uncertain",
        _ when units.Count < FewUnits.FewInAll => $"{Counted(units.Count)} in all; below {FewUnits.FewInAll} the interval is uncertain",
        _ => null,
    };

    private (Interval?, string?) OfClass(int c, int column) => units.WithClass(c) < FewUnits.Least
        ? (null, TooFewOf(c))
        : Percentiles(rows.Select(row => row[column]), leftOut: 0, "this figure");

    private (Interval?, string?) Whole(int metric, string name) => name == MetricNames.AucOvrMacro
        ? Area()
        : Percentiles(whole.Select(row => row[metric]), rows.Length - whole.Length, name);

    private (Interval?, string?) Area()
    {
        NamedExams alone = new("", exams);
        MacroAreas areas = MacroAreas.Of(alone, alone, units.Of);
        return areas.First is { LogitInterval: [double low, double high] }
            ? (new Interval(low, high, 0, IntervalMethod.LogitArea), null)
            : (null, areas.Undefined.GetValueOrDefault("patients") ?? (Separates(areas.First!.Auc) ? "the classes are perfectly separated"
                : "all exams of a class are ranked alike, which gives no variance"));
    }

    /// <summary>Whether an area under a ROC curve is that of classes without overlap.</summary>
    internal static bool Separates(double area) => area is < Rounding or > 1 - Rounding;

    private static (Interval?, string?) Percentiles(IEnumerable<double> values, int leftOut, string name) =>
        Bootstrap.IntervalOf([.. values], leftOut) switch
        {
            null => (null, $"no resample defines {name}"),
            // As where all exams are right: an interval without width would claim to be certain.
            { } interval when interval.High - interval.Low < Rounding =>
                (null, "all resamples are alike, which says nothing about new exams"),
            { } interval => (interval, null),
        };

    private Interval Accuracy()
    {
        Limits limits = ClusteredProportion.Wilson(
            [.. Enumerable.Range(0, exams.Count)], i => exams.Predicted[i] == exams.Labels[i], units.Of)!;
        return new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson);
    }

    private Interval Recall()
    {
        List<(double, Limits)> recalls = [];
        for (int c = 0; c < exams.Classes; c++)
        {
            int[] own = [.. Enumerable.Range(0, exams.Count).Where(i => exams.Labels[i] == c)];
            if (ClusteredProportion.Wilson(own, i => exams.Predicted[i] == c, units.Of) is not { } limits) continue;
            recalls.Add(((double)own.Count(i => exams.Predicted[i] == c) / own.Length, limits));
        }
        Limits mean = Mover.Mean(recalls);
        return new Interval(mean.Low, mean.High, 0, IntervalMethod.Mover);
    }

    private string? TooFew() => fewest is (int c, < FewUnits.Least) ? TooFewOf(c) : null;

    private string TooFewOf(int c) =>
        $"{classes[c]} has {Counted(units.WithClass(c))} here; an interval needs at least {FewUnits.Least}";

    private string Counted(int count) => count == 1 ? $"1 {unitName[..^1]}" : $"{count} {unitName}";
}
