using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Jobs.Comparison.Export;

namespace Angioboard.Jobs.CommandLine.Comparing;

/// <summary>Shows a comparison in a terminal.</summary>
/// <param name="report">The comparison.</param>
/// <param name="classes">The names of the classes.</param>
internal sealed class ComparisonTables(ComparisonReport report, IReadOnlyList<string> classes)
{
    public void Show()
    {
        Console.WriteLine($"{report.Split}: {ComparisonSentence.Size(report)}");
        foreach ((string run, ComparedSource source) in report.Runs) Console.WriteLine($"{run}: {source.File}");
        Console.WriteLine();
        if (report.Pairs.Count == 1) ShowPair(report.Pairs.Values.First());
        else ShowPairs();
        Console.WriteLine($"95 % intervals and p-values by {report.Resamples} resamples of {report.Unit}, the same for every run");
        foreach (string note in report.Notes) Console.WriteLine(ComparisonNote.Named(note, classes));
    }

    private void ShowPair(PairReport pair)
    {
        Console.WriteLine(ComparisonNote.Named(ComparisonSentence.Of(report, pair, report.Metric), classes));
        Console.WriteLine();
        Tables.Write(
            ["metric", pair.First, pair.Second, "difference", "95 % interval", "p", "could show"],
            pair.Intervals.Select(metric => (IReadOnlyList<string>)
            [
                metric.Key, Figures.Value(report.Metrics[pair.First][metric.Key]), Figures.Value(report.Metrics[pair.Second][metric.Key]),
                Figures.Signed(pair.Difference[metric.Key]), Figures.Interval(metric.Value.Low, metric.Value.High),
                Figures.P(metric.Value.P), Figures.Value(metric.Value.SmallestDifference),
            ]));
        Console.WriteLine("Area under the ROC curve of each class against the rest, with intervals on the logit scale");
        Tables.Write(
            ["class", "exams", pair.First, pair.Second, "difference", "95 % interval", "p"],
            pair.Areas.Classes.Select((areas, c) => (IReadOnlyList<string>)
            [
                classes[c], $"{areas.Positives}", Area(areas.First), Area(areas.Second), Figures.Signed(areas.Difference),
                Figures.Interval(areas.Clustered?.Low, areas.Clustered?.High), Figures.P(areas.Clustered?.P),
            ]));
        ShowDecisions(pair);
    }

    private void ShowDecisions(PairReport pair)
    {
        Console.WriteLine("Exams that the runs have right");
        McNemarTest[] all = [pair.Mcnemar.Overall, .. pair.Mcnemar.RecallOfClass];
        Tables.Write(
            ["class", "exams", "both", $"only {pair.First}", $"only {pair.Second}", "neither", "p"],
            all.Select((test, i) => (IReadOnlyList<string>)
            [
                i == 0 ? "all" : classes[i - 1], $"{test.Table.Sum(row => row.Sum())}", $"{test.Table[0][0]}", $"{test.OnlyFirst}",
                $"{test.OnlySecond}", $"{test.Table[1][1]}", Figures.P(i == 0 ? pair.SwapTestOfAccuracy.PatientsP : test.ExactP),
            ]));
        Console.WriteLine(
            "p of all exams: exact, with the exams of a patient swapped together; of a class: McNemar's exact test over exams");
        ChiSquareTest calls = pair.Agreement.StuartMaxwell;
        Console.WriteLine($"{(calls.P < 0.05 ? "The runs call some classes more often than one another"
            : "No difference is shown in how often the runs call each class")} (Stuart-Maxwell, {Figures.PIs(calls.P)})");
    }

    private void ShowPairs()
    {
        if (ComparisonSentence.Best(report) is { } best) Console.WriteLine(ComparisonNote.Named(best, classes));
        Console.WriteLine($"Differences in {report.Metric}, the first run less the second");
        Console.WriteLine();
        (string Key, PairReport Pair)[] pairs = [.. report.Pairs.Select(pair => (pair.Key, pair.Value))];
        Tables.Write(
            ["pair", "first", "second", "difference", "95 % interval", "all together", "p", "p (Holm)"],
            pairs.Select((entry, i) => (IReadOnlyList<string>)
            [
                $"{entry.Pair.First} – {entry.Pair.Second}", Figures.Value(report.Metrics[entry.Pair.First][report.Metric]),
                Figures.Value(report.Metrics[entry.Pair.Second][report.Metric]), Figures.Signed(entry.Pair.Difference[report.Metric]),
                Figures.Interval(entry.Pair.Intervals[report.Metric].Low, entry.Pair.Intervals[report.Metric].High),
                Figures.Interval(Together(entry.Key)?.Low, Together(entry.Key)?.High), Figures.P(entry.Pair.Intervals[report.Metric].P),
                Figures.P(report.Holm!.Adjusted[i]),
            ]));
        Console.WriteLine("all together: intervals that hold for all pairs at once in 95 % of studies; --json has every metric and class");
    }

    private Limits? Together(string pair) => report.Simultaneous!.Intervals.GetValueOrDefault(pair);

    private static string Area(AreaEstimate? area) => area is null ? Figures.Value(null)
        : area.ClusteredLogitInterval is [{ } low, { } high] ? $"{Figures.Value(area.Auc)} ({Figures.Interval(low, high)})"
        : Figures.Value(area.Auc);
}
