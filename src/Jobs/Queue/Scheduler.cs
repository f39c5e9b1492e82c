using System.Collections.Concurrent;
using System.Threading.Channels;
using Angioboard.Core.Files;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using LiteDB;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Gives devices to what waits for them: one run a device, owners in turn, each owner's own in their order. Looks when something has
/// happened, at the latest each second. Safe for any thread.
/// </summary>
public sealed class Scheduler : IDisposable
{
    private const string Looking = "Starting what waits in the queue";
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    // A job that was put off waits for seconds: if it is more, the clock was set back meanwhile.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly QueueSetup setup;
    private readonly AngioboardOptions options;
    private readonly RunStore runs;
    private readonly RunFeed feed;
    private readonly StartJob start;
    private readonly TimeProvider time;
    private readonly QueueStore queue;
    private readonly QueueForecast forecast;
    private readonly TroubleLog troubles;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0);
    private readonly ConcurrentDictionary<string, Assignment> working = new();
    private IReadOnlyList<QueueEntry> shown = [];

    /// <summary>Held while runs enter the store and the queue: a folder just made for a launch must not be taken for one that an earlier dashboard left.</summary>
    internal Lock Intake { get; } = new();

    /// <summary>Takes up the queue that the database holds; nothing starts before <see cref="RunAsync"/>.</summary>
    public Scheduler(
        QueueSetup setup, AngioboardOptions options, Database database, RunStore runs, RunFeed feed, StartJob start, TimeProvider time,
        ILogger<Scheduler> logger)
    {
        troubles = new TroubleLog(logger);
        (this.setup, this.options, this.runs, this.feed, this.start, this.time) = (setup, options, runs, feed, start, time);
        queue = new QueueStore(database);
        forecast = new QueueForecast(runs, setup.Estimate, time);
        database.OnReopened(() =>
        {
            lock (gate) queue.Read();
            Refresh();
        });
    }

    /// <summary>What waits, in the order in which it will be served.</summary>
    public IReadOnlyList<QueueEntry> Queue => Volatile.Read(ref shown);

    /// <summary>Why nothing starts at all; null while all is well.</summary>
    public string? Paused { get; private set; }

    /// <summary>Starts what can be started, until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                Look();
                troubles.Worked(Looking);
            }
            catch (Exception e) when (TroubleLog.MayPass(e))
            {
                troubles.Say(Looking, e);
                Paused = e is DatabaseTroubleException trouble ? $"the database cannot be written: {trouble.Trouble.Reason}" : FileTrouble.Words(e);
            }
            await news.WaitAsync(Latest, cancellation);
            while (news.Wait(0, CancellationToken.None)) { }
        }
    }

    /// <summary>Something has happened that may let something start.</summary>
    internal void Wake() => news.Release();

    /// <inheritdoc/>
    public void Dispose() => news.Dispose();

    /// <summary>Puts work into the queue, behind all that waits or before it.</summary>
    internal void Enqueue(string runId, string? dataset, string owner, string device, bool front = false, string? reason = null, TimeSpan delay = default, string? heldBy = null)
    {
        lock (gate)
        {
            if (queue.Find(QueueJob.KeyOf(runId, dataset)) is not null) return;
            DateTimeOffset now = time.GetUtcNow();
            queue.Put(new QueueJob
            {
                RunId = runId,
                Dataset = dataset,
                Owner = owner,
                Device = device,
                Order = queue.NextOrder(front),
                Queued = now,
                NotBefore = delay > TimeSpan.Zero ? now + delay : null,
                Reason = reason,
                HeldBy = heldBy,
            });
        }
        Refresh();
    }

    /// <summary>Files runs that were launched and puts them behind all that waits, in their order, by one write together with another.</summary>
    internal void Enqueue(IReadOnlyList<Run> launched, Action<LiteDatabase> other)
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            long order = queue.NextOrder(front: false);
            QueueJob[] jobs =
            [
                .. launched.Select((run, place) => new QueueJob { RunId = run.Id, Owner = run.Owner, Device = run.Settings.Device, Order = order + place, Queued = now }),
            ];
            queue.Put(jobs, writes => runs.AddTogether(launched, [.. writes, other]));
        }
        Refresh();
    }

    /// <summary>Holds back what waits, or lets it go on (<paramref name="by"/> null); false if it does not wait.</summary>
    internal bool Hold(string jobId, string? by)
    {
        lock (gate)
        {
            if (queue.Find(jobId) is not { } job) return false;
            if (job.HeldBy != by) queue.Put(job with { HeldBy = by });
        }
        Refresh();
        return true;
    }

    /// <summary>Takes work out of the queue; false if it does not wait.</summary>
    internal bool Withdraw(string jobId)
    {
        lock (gate)
        {
            if (!queue.Remove(jobId)) return false;
        }
        Refresh();
        return true;
    }

    /// <summary>Whether it waits.</summary>
    internal bool Waits(string jobId)
    {
        lock (gate) return queue.Find(jobId) is not null;
    }

    /// <summary>Whose work waits under this name; null for none.</summary>
    internal string? OwnerOf(string jobId)
    {
        lock (gate) return queue.Find(jobId)?.Owner;
    }

    /// <summary>What has a device under this name; null for none.</summary>
    internal Assignment? FindWorking(string jobId) => working.GetValueOrDefault(jobId);

    /// <summary>Moves work among that of its owner.</summary>
    internal bool Move(string jobId, int places)
    {
        lock (gate)
        {
            if (queue.Find(jobId) is not { HeldBy: null } job) return false;
            List<QueueJob> own = [.. queue.Waiting.Where(other => other.Owner == job.Owner && other.HeldBy is null)];
            long[] orders = [.. own.Select(other => other.Order)];
            int from = own.FindIndex(other => other.Id == jobId);
            own.RemoveAt(from);
            own.Insert(Math.Clamp(from + places, 0, own.Count), job);
            for (int i = 0; i < own.Count; i++)
            {
                if (own[i].Order != orders[i]) queue.Put(own[i] with { Order = orders[i] });
            }
        }
        Refresh();
        return true;
    }

    /// <summary>What the supervision of terminals' runs is to follow.</summary>
    internal Channel<Assignment> Terminals { get; } = Channel.CreateUnbounded<Assignment>();

    /// <summary>Why a terminal's trainer is not to be attached; null if it can be.</summary>
    internal string? WhyNotFollowed(TerminalTrainer trainer) => trainer.WhyNot(working.Values);

    /// <summary>Follows a trainer that works already: one that outlived a dashboard, or <paramref name="terminal"/>'s.</summary>
    internal void Attach(string runId, string? dataset, string owner, string device, TerminalTrainer? terminal)
    {
        QueueJob job = new() { RunId = runId, Dataset = dataset, Owner = owner, Device = device, Order = 0, Queued = time.GetUtcNow() };
        lock (gate)
        {
            queue.Remove(job.Id);
            Begin(job, device, terminal);
        }
        Refresh();
    }

    /// <summary>A piece of work is over: its device is free.</summary>
    internal void End(Assignment supervision)
    {
        working.TryRemove(KeyValuePair.Create(supervision.Job.Id, supervision));
        Wake();
    }

    private void Begin(QueueJob job, string device, TerminalTrainer? terminal = null)
    {
        Assignment work = new(job, device, time) { Terminal = terminal };
        if (!working.TryAdd(job.Id, work)) return;
        if (terminal is not null) Terminals.Writer.TryWrite(work);
        else start(job.Id, device);
    }

    private void Look()
    {
        // Files of others, and disks that may not answer, are looked at before the lock: who wants to stop or launch a run waits for neither.
        string? paused = WhyPaused();
        Dictionary<string, TrainerFile?> holders = Holders();
        lock (gate)
        {
            Paused = paused;
            IReadOnlyList<DeviceState> devices = Devices(holders);
            DateTimeOffset now = time.GetUtcNow();
            while (Paused is null && Next(devices, now) is ({ } job, { } device))
            {
                queue.Serve(job);
                Begin(job, device.Id);
                devices = Devices(holders);
            }
        }
        Refresh(wake: false);
    }

    private (QueueJob? Job, DeviceState? Device) Next(IReadOnlyList<DeviceState> devices, DateTimeOffset now)
    {
        foreach (QueueJob job in QueueOrder.Of(queue.Waiting, queue.Served))
        {
            // One that has just lost its device is let go of first.
            if (job.HeldBy is not null || (job.NotBefore > now && job.NotBefore - now < LongestDelay) || working.ContainsKey(job.Id)) continue;
            if (DeviceWish.Fitting(job.Device, devices).FirstOrDefault(device => device.WhyNot(job.Owner, now) is null) is { } free) return (job, free);
        }
        return default;
    }

    private Dictionary<string, TrainerFile?> Holders() => setup.Devices().ToDictionary(state => state.Id, state => DeviceHolder.Alive(options.DataFolder, state.Id));

    // What the monitor saw, with what has happened since: who holds a device is known here first.
    private IReadOnlyList<DeviceState> Devices(Dictionary<string, TrainerFile?> holders) => [.. setup.Devices().Select(state =>
    {
        if (working.Values.FirstOrDefault(work => work.Device == state.Id) is { } ours)
            return state with { HeldByRun = Describe(ours), HeldByUser = ours.Job.Owner };
        return holders.GetValueOrDefault(state.Id) is { } holder
            ? state with { HeldByRun = state.HeldByRun ?? holder.RunFolder, HeldByUser = state.HeldByUser ?? holder.User }
            : state with { HeldByRun = null, HeldByUser = null };
    })];

    private static string Describe(Assignment work) => work.Job.Dataset is { } dataset ? $"{work.Job.RunId} (evaluation on {dataset})" : work.Job.RunId;

    private string? WhyPaused()
    {
        try
        {
            if (MissingFolders.Results(options, runs) is { } away) return away;
            if (!MissingFolders.HeldRuns(options, runs)) Directory.CreateDirectory(options.Results);
            double free = setup.FreeBytes(options.Results) / 1e9;
            return free >= options.MinimumFreeGigabytes
                ? null
                : $"the disk of {options.Results} has {free:F1} GB free and runs need {options.MinimumFreeGigabytes:F1} GB: delete old runs or free some space";
        }
        catch (Exception e) when (FileErrors.Is(e) || e is ArgumentException)
        {
            return $"the results folder {options.Results} cannot be used: {FileTrouble.Words(e)}";
        }
    }

    private void Refresh(bool wake = true)
    {
        bool changed;
        Dictionary<string, TrainerFile?> holders = Holders();
        lock (gate)
        {
            IReadOnlyList<QueueEntry> fresh = forecast.Of(QueueOrder.Of(queue.Waiting, queue.Served), Devices(holders), [.. working.Values], Paused);
            changed = !fresh.SequenceEqual(shown);
            if (changed) shown = fresh;
        }
        if (changed) feed.Publish(new RunChange(RunChangeKind.Queue, ""));
        if (wake) Wake();
    }
}
