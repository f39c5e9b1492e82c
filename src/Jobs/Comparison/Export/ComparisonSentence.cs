using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Comparison.Export;

/// <summary>What a comparison found, in words.</summary>
public static class ComparisonSentence
{
    /// <summary>Which of two runs is better in a metric, by how much, and how sure that is.</summary>
    public static string Of(ComparisonReport report, PairReport pair, string metric)
    {
        string title = MetricTitle.Within(metric), first = Name(pair.First), second = Name(pair.Second);
        if (pair.Difference[metric] is not { } difference)
            return $"{first} and {second} cannot be compared in {title}: {pair.Intervals[metric].Undefined}.";
        MetricDifference interval = pair.Intervals[metric];
        if (interval.Low is not { } low || interval.High is not { } high)
        {
            return difference == 0
                ? $"{first} and {second} are equal in {title}, without an interval: {interval.Undefined}."
                : $"{first} is {Size(difference)} {(difference < 0 ? "lower" : "higher")} than {second} in {title}, without an interval: "
                    + $"{interval.Undefined}.";
        }
        if (!interval.IsShown) return NotShown(report, pair, title, difference, interval);

        bool firstIsBetter = difference > 0 != MetricDirection.LowerIsBetter(metric);
        (string better, string worse) = firstIsBetter ? (first, second) : (second, first);
        string by = $"{Size(difference)} {(MetricDirection.LowerIsBetter(metric) ? "lower" : "higher")}";
        string range = difference > 0 ? Figures.Interval(low, high) : Figures.Interval(-high, -low);
        return $"{better} is better than {worse} in {title}: {by} ({Sure(range, interval.P, report)}).";
    }

    /// <summary>How many exams, of how many patients.</summary>
    public static string Size(ComparisonReport report) => report.Unit == "patients"
        ? $"{Figures.Count(report.Exams.Compared)} exams of {Figures.Count(report.Units)} patients"
        : $"{Figures.Count(report.Exams.Compared)} exams";

    /// <summary>The best of several runs and those that cannot be told from it; null for two runs.</summary>
    public static string? Best(ComparisonReport report)
    {
        if (report.Runs.Count < 3 || report.Best is not { } best) return null;
        string title = MetricTitle.Within(best.Metric), value = Figures.Value(report.Metrics[best.Run][best.Metric]);
        string begin = $"{Name(best.Run)} has the best {title}, {value}";
        return best.Undefined is { } reason ? $"{begin}; whether others are as good cannot be said: {reason}."
            : best.NotDistinguishable.Count == 0 ? $"{begin}; all others are worse."
            : $"{begin}; these exams cannot tell it from {Others(report, best)}.";
    }

    /// <summary>Which of several runs differ from the reference; null for two runs, or where all pairs were compared.</summary>
    public static string? Reference(ComparisonReport report)
    {
        if (report.Reference is not { } reference || report.Holm is not { } holm) return null;
        List<string> better = [], worse = [], none = [], unknown = [];
        foreach ((PairReport pair, int i) in report.Pairs.Values.Select((pair, i) => (pair, i)))
        {
            (holm.Adjusted[i] switch
            {
                null => unknown,
                >= AdjustedPairs.Level => none,
                _ => MetricDirection.IsBetter(report.Metric, report.Metrics[pair.First][report.Metric]!.Value,
                    report.Metrics[reference][report.Metric]!.Value) ? better : worse,
            }).Add(pair.First);
        }
        string title = MetricTitle.Within(report.Metric);
        string[] parts =
        [
            .. better.Count == 0 ? [] : (string[])[$"better: {Names(better)}"],
            .. worse.Count == 0 ? [] : (string[])[$"worse: {Names(worse)}"],
            .. none.Count == 0 ? [] : (string[])[$"no difference shown: {Names(none)}"],
            .. unknown.Count == 0 ? [] : (string[])[$"cannot be said: {Names(unknown)}"],
        ];
        return $"In {title}, compared with {Name(reference)} on {Size(report)} (p < 0.05 after Holm's correction): "
            + $"{string.Join("; ", parts)}.";
    }

    /// <summary>Names in a sentence. Runs of a grid are called by several settings: lr 0.001, seed 2.</summary>
    internal static string Names(IReadOnlyList<string> runs) =>
        string.Join(", ", runs.Any(HasComma) ? runs.Select(run => $"“{run}”") : runs);

    /// <summary>A name in a sentence.</summary>
    internal static string Name(string run) => HasComma(run) ? $"“{run}”" : run;

    private static bool HasComma(string run) => run.Contains(',', StringComparison.Ordinal);

    private static string Others(ComparisonReport report, BestRun best) =>
        best.NotDistinguishable.Count == report.Runs.Count - 1 ? "any of the others" : Names(best.NotDistinguishable);

    private static string NotShown(
        ComparisonReport report, PairReport pair, string title, double difference, MetricDifference interval)
    {
        string found = $"No difference between {Name(pair.First)} and {Name(pair.Second)} is shown in {title}: "
            + $"{Figures.Signed(difference)} ({Sure(Figures.Interval(interval.Low, interval.High), interval.P, report)}).";
        if (!Shows(interval.SmallestDifference)) return found;
        string shows = $"{found} A study like this one shows differences from {Figures.Value(interval.SmallestDifference)} on";
        return interval.PatientsNeeded is { } needed && Shows(difference)
            ? $"{shows}; one of {Figures.Value(Math.Abs(difference))} would need {Figures.Count(needed)} {report.Unit}."
            : $"{shows}.";
    }

    private static string Size(double difference) =>
        Shows(difference) ? Figures.Value(Math.Abs(difference)) : $"less than {Figures.Value(0.001)}";

    /// <summary>Whether a value is shown as more than 0.000.</summary>
    public static bool Shows(double? value) => value is { } number && Figures.Value(Math.Abs(number)) != Figures.Value(0);

    private static string Sure(string range, double? p, ComparisonReport report) =>
        string.Join("; ", [.. new[] { $"95 % interval {range}", Figures.PIs(p), Size(report) }.OfType<string>()]);
}
