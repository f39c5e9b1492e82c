using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Runs.Curves;

/// <summary>The curves of runs, each read again only when its run has got further.</summary>
internal sealed class CurveReader(RunStore store)
{
    private readonly Dictionary<string, Epochs> known = [];

    /// <summary>One value of the runs over epochs, in the runs' colours; runs without it have no curve.</summary>
    public IReadOnlyList<ChartSeries> Series(IReadOnlyList<Run> runs, RunLabels labels, string metric)
    {
        foreach (string gone in known.Keys.Except(runs.Select(run => run.Id)).ToArray()) known.Remove(gone);
        List<ChartSeries> series = [];
        foreach (Run run in runs)
        {
            IReadOnlyList<EpochRecord> epochs = Of(run);
            RunCurve curve = RunCurves.Of(epochs, metric, RunCurves.Positions(epochs, CurveAxis.Epochs));
            if (curve.Points.All(point => point.Y is null)) continue;
            SeriesStyle style = Palette.Of(run.Key);
            RunLabel label = labels.Of(run);
            series.Add(new ChartSeries
            {
                Name = label.Folder is { } folder ? $"{label.Text} ({folder})" : label.Text,
                Points = [.. curve.Points.Select(point => new ChartPoint(point.X, point.Y))],
                Color = style.Color,
                Dash = style.Dash,
            });
        }
        return series;
    }

    /// <summary>The values that the runs have over epochs, losses and validation first.</summary>
    public IReadOnlyList<string> Metrics(IReadOnlyList<Run> runs) =>
        [.. RunCurves.Groups([.. runs.Select(Of).Where(epochs => epochs.Count > 0).Select(epochs => epochs[^1])])
            .SelectMany(group => group.Names).OrderBy(name => RunCurves.SplitOf(name) != "val")];

    private IReadOnlyList<EpochRecord> Of(Run run)
    {
        if (known.TryGetValue(run.Id, out Epochs? epochs) && ReferenceEquals(epochs.Last, run.Last)) return epochs.Records;
        known[run.Id] = epochs = new Epochs(run.Last, store.Epochs(run.Id));
        return epochs.Records;
    }

    private sealed record Epochs(IReadOnlyDictionary<string, double?> Last, IReadOnlyList<EpochRecord> Records);
}
