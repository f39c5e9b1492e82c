using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Supervision;

/// <summary>Copies what a trainer writes to metrics.jsonl into the store, and publishes it.</summary>
internal sealed class LogFollower
{
    private readonly RunStore store;
    private readonly RunFeed feed;
    private readonly TimeProvider time;
    private readonly string id;
    private readonly RunFolder folder;
    private readonly int epochsInAll;
    private readonly MetricsReader tail;
    private readonly EpochSummary reading;

    /// <summary>Continues where the store's copy of the log ends.</summary>
    public LogFollower(Run run, RunStore store, RunFeed feed, TimeProvider time)
    {
        (this.store, this.feed, this.time, id, epochsInAll) = (store, feed, time, run.Id, run.Settings.Epochs);
        folder = new RunFolder(run.Folder);
        tail = new MetricsReader(folder.Metrics, run.LogPosition);
        reading = new EpochSummary(run.Settings.CheckpointMetric, store.Epochs(run.Id));
        LastEvent = time.GetTimestamp();
    }

    /// <summary>The last <c>status</c> event; null if there is none since the last start.</summary>
    public JsonObject? Status { get; private set; }

    /// <summary>When the trainer last wrote about its work, by a monotonic clock; samples of its monitor do not count.</summary>
    public long LastEvent { get; private set; }

    /// <summary>A trainer starts: the end of an earlier one no longer counts.</summary>
    public void Starts()
    {
        Read();
        Status = null;
        LastEvent = time.GetTimestamp();
    }

    /// <summary>Reads everything written since, and publishes the progress once.</summary>
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
    /// Reads the rest when the trainer has ended. Skipped epochs count as well: if somebody else had written to the log, the trainer
    /// overwrote that, before the position up to which the log was read.
    /// </summary>
    /// <param name="whole">What the whole log says, if it was read since the trainer ended.</param>
    /// <returns>What the whole log says.</returns>
    public RunState ReadLast(RunState? whole = null)
    {
        Read();
        whole ??= RunState.Of(folder.Metrics);
        foreach (EpochRecord epoch in whole.Epochs.Where(epoch => !reading.Knows(epoch.Epoch)))
        {
            reading.Take(epoch);
            store.AppendEpoch(id, epoch, reading.Apply);
        }
        return whole;
    }

    /// <summary>The run, with the position up to which the log is read.</summary>
    public Run WithPosition(Run run) => run with { LogPosition = tail.Position };

    private void Take(JsonObject line, long position, ref RunProgress? progress)
    {
        string? type = RunEvents.Type(line);
        if (type != RunEvents.System) LastEvent = time.GetTimestamp();
        switch (type)
        {
            case RunEvents.Phase:
                // Slurm may have started the trainer again.
                Status = null;
                progress = EpochSummary.Progress(line, progress, epochsInAll, time.GetUtcNow());
                if (RunResults.Fingerprint(folder) is { } print)
                    store.Update(id, run => run with { Fingerprint = print, LogPosition = position });
                break;
            case RunEvents.Progress:
                progress = EpochSummary.Progress(line, progress, epochsInAll, time.GetUtcNow());
                break;
            case RunEvents.Epoch when RunEvents.EpochOf(line) is { } epoch:
                reading.Take(epoch);
                store.AppendEpoch(id, epoch, run => reading.Apply(run) with { LogPosition = position });
                break;
            case RunEvents.Resumed when RunEvents.Index(line) is { } from:
                reading.DropFrom(from);
                store.RemoveEpochs(id, from);
                store.Update(id, run => reading.Apply(run) with { LogPosition = position });
                break;
            case RunEvents.Status when RunEvents.Text(line["status"]) is not null:
                Status = line;
                break;
            case RunEvents.Log or RunEvents.System:
                feed.Publish(new RunChange(RunChangeKind.Event, id, store.Find(id), Event: line));
                break;
        }
    }
}
