using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Reading;

/// <summary>What a run's events say about it: the only place where best values, progress and sparkline are computed.</summary>
internal sealed class EpochSummary
{
    private const int SparklinePoints = 40;
    private const string SparklineMetric = "val_loss";

    private readonly SortedDictionary<int, EpochRecord> epochs = [];
    private readonly CheckpointMetric metric;
    private Dictionary<string, BestValue> best = [];
    private int? bestEpoch;

    /// <summary>Starts from the known epochs.</summary>
    public EpochSummary(CheckpointMetric metric, IEnumerable<EpochRecord> known)
    {
        this.metric = metric;
        foreach (EpochRecord epoch in known) epochs[epoch.Epoch] = epoch;
        Recount();
    }

    /// <summary>The run's progress, from a <c>phase</c> or <c>progress</c> event.</summary>
    public static RunProgress? Progress(JsonObject line, RunProgress? before, int epochs, DateTimeOffset seen)
    {
        string phase = RunEvents.Text(line["phase"]) ?? before?.Phase ?? RunEvents.Prepare;
        RunProgress fresh = new(phase, before?.Epoch ?? 0, epochs, 0, null, null, null, null, seen);
        if (RunEvents.Type(line) == RunEvents.Phase) return fresh;
        if (RunEvents.Number(line["epoch"]) is { } epoch)
        {
            int of = (int)(RunEvents.Number(line["epochs"]) ?? epochs);
            double share = (epoch + Ratio(RunEvents.Number(line["batch"]), RunEvents.Number(line["batches"]))) / Math.Max(1, of);
            return fresh with
            {
                Phase = RunEvents.Train,
                Epoch = (int)epoch,
                Epochs = of,
                Share = Math.Clamp(share, 0, 1),
                SecondsLeft = RunEvents.Number(line["seconds_left"]),
                FramesPerSecond = RunEvents.Number(line["frames_per_second"]),
                Loss = RunEvents.Number(line["loss"]),
            };
        }
        return fresh with { Share = Ratio(RunEvents.Number(line["done"]), RunEvents.Number(line["total"])),
            Note = RunEvents.Text(line["note"]) };
    }

    /// <summary>Adds an epoch, replacing one with the same number.</summary>
    public void Take(EpochRecord epoch)
    {
        bool again = !epochs.TryAdd(epoch.Epoch, epoch);
        epochs[epoch.Epoch] = epoch;
        if (again) Recount();
        else Count(epoch);
    }

    /// <summary>Whether the epoch with this number is known.</summary>
    public bool Knows(int epoch) => epochs.ContainsKey(epoch);

    /// <summary>Forgets the epochs from this one on.</summary>
    public void DropFrom(int epoch)
    {
        foreach (int number in epochs.Keys.Where(number => number >= epoch).ToArray()) epochs.Remove(number);
        Recount();
    }

    /// <summary>The run, updated from its epochs.</summary>
    public Run Apply(Run run) => run with
    {
        EpochsDone = epochs.Count,
        Last = epochs.Count == 0 ? new Dictionary<string, double?>() : epochs.Values.Last().Values,
        Best = new Dictionary<string, BestValue>(best),
        BestEpoch = bestEpoch,
        AtBest = bestEpoch is { } at && epochs.TryGetValue(at, out EpochRecord? record) ? record.Values : new Dictionary<string, double?>(),
        Sparkline = Sparkline(),
    };

    private void Recount()
    {
        (best, bestEpoch) = ([], null);
        foreach (EpochRecord epoch in epochs.Values) Count(epoch);
    }

    private void Count(EpochRecord epoch)
    {
        foreach ((string name, double? value) in epoch.Values)
        {
            if (name != "train_loss" && !name.StartsWith("val_", StringComparison.Ordinal)) continue;
            if (MetricDirection.IsBetter(name, value, best.GetValueOrDefault(name)?.Value))
                best[name] = new BestValue(value!.Value, epoch.Epoch);
        }
        double? reached = epoch.Values.GetValueOrDefault(metric.Key());
        double? before = bestEpoch is { } known ? epochs[known].Values.GetValueOrDefault(metric.Key()) : null;
        if (metric.Improves(reached, before)) bestEpoch = epoch.Epoch;
    }

    private double?[] Sparkline()
    {
        double?[] all = [.. epochs.Values.Select(epoch => epoch.Values.GetValueOrDefault(SparklineMetric))];
        if (all.Length <= SparklinePoints) return all;
        return [.. Enumerable.Range(0, SparklinePoints).Select(i => all[(int)Math.Round(i * (all.Length - 1) / (SparklinePoints - 1.0))])];
    }

    private static double Ratio(double? done, double? total) => total is > 0 && done is { } part ? Math.Clamp(part / total.Value, 0, 1) : 0;
}
