using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Supervision;

/// <summary>Carries what a trainer writes into metrics.jsonl over to the store and to those who watch.</summary>
internal sealed class LogFollower
{
    private readonly RunStore store;
    private readonly RunFeed feed;
    private readonly TimeProvider time;
    private readonly string id;
    private readonly RunFolder folder;
    private readonly int epochsInAll;
    private readonly MetricsTail tail;
    private readonly EpochSummary reading;

    /// <summary>Goes on where the store's copy of the log ends.</summary>
    public LogFollower(Run run, RunStore store, RunFeed feed, TimeProvider time)
    {
        (this.store, this.feed, this.time, id, epochsInAll) = (store, feed, time, run.Id, run.Settings.Epochs);
        folder = new RunFolder(run.Folder);
        tail = new MetricsTail(folder.Metrics, run.LogPosition);
        reading = new EpochSummary(run.Settings.CheckpointMetric, store.Epochs(run.Id));
        LastEvent = time.GetTimestamp();
    }

    /// <summary>The last <c>status</c> event read; null for none since the last start.</summary>
    public JsonObject? Status { get; private set; }

    /// <summary>When the trainer last wrote of its work, by a clock that nobody sets; the samples of its monitor do not count.</summary>
    public long LastEvent { get; private set; }

    /// <summary>A trainer starts: how one before it ended no longer counts.</summary>
    public void Starts()
    {
        Read();
        Status = null;
        LastEvent = time.GetTimestamp();
    }

    /// <summary>The last <c>status</c> event of a log, unless a phase began after it.</summary>
    public static JsonObject? LastStatus(RunFolder folder)
    {
        MetricsTail whole = new(folder.Metrics, 0);
        JsonObject? last = null;
        while (whole.Read() is { Count: > 0 } events)
        {
            foreach ((JsonObject line, _) in events)
            {
                string type = (string)line["type"]!;
                if (type == "status") last = line;
                if (type == "phase") last = null;
            }
        }
        return last;
    }

    /// <summary>Takes all that was written since, and publishes the progress once.</summary>
    public void Read()
    {
        RunProgress? before = store.Find(id)?.Progress, progress = before;
        while (tail.Read() is { Count: > 0 } events)
        {
            foreach ((JsonObject line, long position) in events) Take(line, position, ref progress);
        }
        if (!ReferenceEquals(progress, before)) store.Progress(id, progress);
    }

    /// <summary>
    /// Takes what is left when the trainer has ended. Epochs that were passed over count as well: where somebody else had written into the log, the
    /// trainer wrote over that, behind the position to which it was read.
    /// </summary>
    public void ReadLast()
    {
        Read();
        SortedDictionary<int, EpochRecord> missing = [];
        MetricsTail whole = new(folder.Metrics, 0);
        while (whole.Read() is { Count: > 0 } events)
        {
            foreach ((JsonObject line, _) in events)
            {
                string type = (string)line["type"]!;
                if (type == "epoch" && EpochSummary.Epoch(line) is { } epoch && !reading.Knows(epoch.Epoch)) missing[epoch.Epoch] = epoch;
                if (type == "resumed" && EpochSummary.Number(line["epoch"]) is { } from)
                    foreach (int dropped in missing.Keys.Where(number => number >= from).ToArray()) missing.Remove(dropped);
            }
        }
        foreach (EpochRecord epoch in missing.Values)
        {
            reading.Take(epoch);
            store.AppendEpoch(id, epoch, reading.Apply);
        }
    }

    /// <summary>Files how far the log is read.</summary>
    public Run WithPosition(Run run) => run with { LogPosition = tail.Position };

    private void Take(JsonObject line, long position, ref RunProgress? progress)
    {
        string type = (string)line["type"]!;
        if (type != "system") LastEvent = time.GetTimestamp();
        switch (type)
        {
            case "phase":
                progress = EpochSummary.Progress(line, progress, epochsInAll, time.GetUtcNow());
                if (RunResults.Fingerprint(folder) is { } print) store.Update(id, run => run with { Fingerprint = print, LogPosition = position });
                break;
            case "progress":
                progress = EpochSummary.Progress(line, progress, epochsInAll, time.GetUtcNow());
                break;
            case "epoch" when EpochSummary.Epoch(line) is { } epoch:
                reading.Take(epoch);
                store.AppendEpoch(id, epoch, run => reading.Apply(run) with { LogPosition = position });
                break;
            case "resumed" when EpochSummary.Number(line["epoch"]) is { } from:
                reading.DropFrom((int)from);
                store.RemoveEpochs(id, (int)from);
                store.Update(id, run => reading.Apply(run) with { LogPosition = position });
                break;
            case "status":
                Status = line;
                break;
            case "log" or "system":
                feed.Publish(new RunChange(RunChangeKind.Event, id, store.Find(id), Event: line));
                break;
        }
    }
}
