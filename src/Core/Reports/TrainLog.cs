using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Reports;

/// <summary>The epochs of a run, grouped into charts by the names of their values: <c>SPLIT_METRIC</c>, lr, seconds and so on.</summary>
internal sealed class TrainLog
{
    // The metrics of an epoch for each split, in the order of the charts.
    private static readonly string[] Known = [MetricNames.Loss, .. MetricNames.All];

    private static readonly string[] Durations = ["seconds", "data_wait"];

    private readonly IReadOnlyList<EpochRecord> epochs;
    private readonly string[] keys;
    private readonly string[] monitors;

    public TrainLog(IReadOnlyList<EpochRecord> epochs, string selection, bool maximize)
    {
        this.epochs = epochs;
        Selection = selection;
        keys = [.. epochs.SelectMany(epoch => epoch.Values.Keys).Distinct()];
        monitors = [.. keys.Where(key => MetricNames.InValue(key) is not null)
            .Select(SplitName).Distinct().Except(["Training", "Validation"])];
        EpochRecord[] defined = [.. epochs.Where(epoch => double.IsFinite(Value(epoch, selection)))];
        if (defined.Length == 0) return;

        EpochRecord best = maximize ? defined.MaxBy(epoch => Value(epoch, selection))! : defined.MinBy(epoch => Value(epoch, selection))!;
        Best = best.Number;
        BestNote = $"Best epoch: {best.Number}, {(maximize ? "highest" : "lowest")} {selection} {Value(best, selection):0.0000}";
    }

    /// <summary>The metric that selects the best epoch.</summary>
    public string Selection { get; }

    /// <summary>The number of the first of the best epochs, from 1; null if no epoch has a finite value.</summary>
    public int? Best { get; }

    public string BestNote { get; } = "No best epoch: the selection metric has no value";

    public int First => epochs.Count == 0 ? 1 : epochs[0].Number;

    public int Last => epochs.Count == 0 ? 1 : epochs[^1].Number;

    /// <summary>The metrics with values for any split.</summary>
    public string[] Metrics => [.. Known.Skip(1).Where(metric => KeysOf(metric).Length > 0)];

    /// <summary>A metric, or the loss, of every split.</summary>
    public TrainLogPanel Panel(string metric)
    {
        string[] found = KeysOf(metric);
        return new TrainLogPanel(Figures.Name(metric), "", [.. found.Select(key => Line(SplitName(key), key, SplitOrder(key)))], found);
    }

    /// <summary>Null if the records have none.</summary>
    public TrainLogPanel? LearningRate() =>
        keys.Contains("lr") ? new TrainLogPanel("Learning rate", "", [Line("Learning rate", "lr", 0)], ["lr"]) : null;

    /// <summary>Duration of epochs and frames per second.</summary>
    public TrainLogPanel[] Times()
    {
        List<TrainLogPanel> panels = [];
        string[] durations = [.. Durations.Where(keys.Contains)];
        if (durations.Length > 0)
        {
            PlotSeries[] lines = [.. durations.Select((key, i) => Line(key == "seconds" ? "Epoch" : "Data-loading wait", key, i))];
            panels.Add(new TrainLogPanel("Duration", "Seconds", lines, durations));
        }
        if (keys.Contains("frames") && keys.Contains("seconds"))
        {
            double[] speed = [.. epochs.Select(epoch => Value(epoch, "frames") / Value(epoch, "seconds"))];
            PlotSeries line = new("Frames per second", Numbers(), speed, LineStyle.Of(0));
            panels.Add(new TrainLogPanel("Speed", "Frames per second", [line], ["frames per second"]));
        }
        return [.. panels];
    }

    private PlotSeries Line(string name, string key, int order) =>
        new(name, Numbers(), [.. epochs.Select(epoch => Value(epoch, key))], LineStyle.Of(order));

    private double[] Numbers() => [.. epochs.Select(epoch => (double)epoch.Number)];

    private string[] KeysOf(string metric) => [.. keys.Where(key => MetricNames.InValue(key) == metric)];

    // A split has the same colour on every page.
    private int SplitOrder(string key) => SplitName(key) switch
    {
        "Training" => 0,
        "Validation" => 1,
        string monitor => 2 + Array.IndexOf(monitors, monitor),
    };

    private static string SplitName(string key) => key[..^(MetricNames.InValue(key)!.Length + 1)] switch
    {
        "train" => "Training",
        "val" => "Validation",
        string name => name,
    };

    private static double Value(EpochRecord epoch, string key) => epoch.Values.GetValueOrDefault(key) ?? double.NaN;
}
