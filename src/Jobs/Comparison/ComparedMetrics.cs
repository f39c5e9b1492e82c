using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>
/// Metrics of runs side by side. The best of a row is marked if the runs used the same data and the row is of the validation split:
/// what is chosen by training or test figures looks better than it is.
/// </summary>
public static class ComparedMetrics
{
    private const string TrainLoss = "train_loss", Validation = "validation";

    private static readonly string[] First = ["val_loss", TrainLoss, $"val_{MetricNames.AucOvrMacro}", $"val_{MetricNames.F1Macro}",
        $"val_{MetricNames.Accuracy}", $"val_{MetricNames.ImcpArea}"];

    /// <summary>
    /// The best value over epochs of each metric of the validation split, and the training loss, with the epoch that reached it.
    /// </summary>
    public static IReadOnlyList<MetricRow> Epochs(IReadOnlyList<Run> runs)
    {
        string[] names =
            [.. runs.SelectMany(run => run.Best.Keys).Distinct()
                .OrderBy(name => Array.IndexOf(First, name) is var place and >= 0 ? place : First.Length)
                .ThenBy(name => name, StringComparer.Ordinal)];
        return [.. names.Select(name =>
            Row(name, runs, name != TrainLoss,
                [.. runs.Select(run => run.Best.TryGetValue(name, out BestValue? best)
                    ? new MetricCell(best.Value, Epoch: best.EpochNumber)
                    : new MetricCell(null))]))];
    }

    /// <summary>The metrics of a split of evaluation.json, with intervals.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="splits">Each run's results on the split; null if it has not been evaluated on it.</param>
    public static IReadOnlyList<MetricRow> Split(IReadOnlyList<Run> runs, IReadOnlyList<EvaluatedSplit?> splits) =>
        splits.All(split => split is null)
        ? []
        : [.. MetricNames.All.Select(name => Row(name, runs, splits.Any(split => split?.Name == Validation),
            [.. splits.Select(split => Cell(split?.Report, name))]))];

    private static MetricCell Cell(SplitReport? report, string name) => report is null
        ? new MetricCell(null, Why: "not evaluated")
        : new MetricCell(report.Metrics.GetValueOrDefault(name), report.Intervals.GetValueOrDefault(name),
            Why: report.Undefined.GetValueOrDefault(name));

    private static MetricRow Row(string name, IReadOnlyList<Run> runs, bool mayMark, MetricCell[] cells)
    {
        if (!mayMark) return new MetricRow(name, cells);
        int[] measured = [.. Enumerable.Range(0, cells.Length).Where(run => cells[run].Value is { } value && double.IsFinite(value))];
        FingerprintCheck data = new();
        foreach (int run in measured) data.Add(runs[run].Fingerprint);
        if (measured.Length < 2 || !data.AreSame) return new MetricRow(name, cells);

        double best = measured.Select(run => cells[run].Value!.Value).Aggregate((a, b) => MetricDirection.IsBetter(name, b, a) ? b : a);
        foreach (int run in measured) cells[run] = cells[run] with { IsBest = cells[run].Value == best };
        // If all are equal, there is nothing to mark.
        return new MetricRow(name, measured.All(run => cells[run].IsBest)
            ? [.. cells.Select(cell => cell with { IsBest = false })]
            : cells);
    }
}
