using System.Collections.Concurrent;
using System.Threading.Channels;
using Angioboard.Core.Files;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using LiteDB;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Gives devices to waiting jobs: one run per device, owners in turn, each owner's own jobs in order. It looks when something happens, and
/// at least every second. Thread-safe.
/// </summary>
public sealed class Scheduler : IDisposable
{
    private const string Looking = "Starting what waits in the queue";
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    // A postponed job waits for seconds. If it is more, the clock was set back in the meantime.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly QueueSetup setup;
    private readonly AngioboardOptions options;
    private readonly RunStore runs;
    private readonly RunFeed feed;
    private readonly StartJob start;
    private readonly TimeProvider time;
    private readonly QueueStore queue;
    private readonly QueueForecast forecast;
    private readonly QueueDevices devices;
    private readonly TroubleLog troubles;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0);
    private readonly ConcurrentDictionary<string, Assignment> working = new();
    private IReadOnlyList<QueueEntry> shown = [];

    /// <summary>Held while runs enter the store and the queue, so that a new folder is not mistaken for an earlier dashboard's.</summary>
    internal Lock Intake { get; } = new();

    /// <summary>Takes over the queue from the database; nothing starts before <see cref="RunAsync"/>.</summary>
    public Scheduler(
        QueueSetup setup, AngioboardOptions options, Database database, RunStore runs, RunFeed feed, StartJob start, TimeProvider time,
        ILogger<Scheduler> logger)
    {
        troubles = new TroubleLog(logger);
        (this.setup, this.options, this.runs, this.feed, this.start, this.time) = (setup, options, runs, feed, start, time);
        queue = new QueueStore(database);
        forecast = new QueueForecast(runs, setup.Estimate, time);
        devices = new QueueDevices(setup, options);
        database.OnReopened(() =>
        {
            lock (gate) queue.Read();
            Refresh();
        });
    }

    /// <summary>The waiting jobs, in the order in which they will start.</summary>
    public IReadOnlyList<QueueEntry> Queue => Volatile.Read(ref shown);

    /// <summary>Why nothing starts at all; null if jobs can start.</summary>
    public string? Paused { get; private set; }

    /// <summary>Starts jobs until cancelled.</summary>
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
                Paused = e is DatabaseTroubleException trouble
                    ? $"the database cannot be written: {trouble.Trouble.Reason}"
                    : FileTrouble.Words(e);
            }
            await news.WaitAsync(Latest, cancellation);
            while (news.Wait(0, CancellationToken.None)) { }
        }
    }

    /// <summary>Reports that something happened that may let a job start.</summary>
    internal void Wake() => news.Release();

    /// <inheritdoc/>
    public void Dispose() => news.Dispose();

    /// <summary>Puts a job at the end of the queue, or at its front.</summary>
    internal void Enqueue(string runId, string? dataset, string owner, string device, bool front = false, string? reason = null,
        TimeSpan delay = default, string? heldBy = null)
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

    /// <summary>Saves launched runs and puts them at the end of the queue, in order, in one write together with another.</summary>
    internal void Enqueue(IReadOnlyList<Run> launched, Action<LiteDatabase> other)
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            long order = queue.NextOrder(front: false);
            QueueJob[] jobs =
            [
                .. launched.Select((run, place) =>
                    new QueueJob { RunId = run.Id, Owner = run.Owner, Device = run.Settings.Device, Order = order + place, Queued = now }),
            ];
            queue.Put(jobs, writes => runs.AddTogether(launched, [.. writes, other]));
        }
        Refresh();
    }

    /// <summary>Puts a waiting job on hold, or back in line (<paramref name="by"/> null); false if it is not waiting.</summary>
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

    /// <summary>Removes a job from the queue; false if it is not waiting.</summary>
    internal bool Withdraw(string jobId)
    {
        lock (gate)
        {
            if (!queue.Remove(jobId)) return false;
        }
        Refresh();
        return true;
    }

    /// <summary>Whether the job is waiting.</summary>
    internal bool Waits(string jobId)
    {
        lock (gate) return queue.Find(jobId) is not null;
    }

    /// <summary>The owner of a waiting job; null if no such job is waiting.</summary>
    internal string? OwnerOf(string jobId)
    {
        lock (gate) return queue.Find(jobId)?.Owner;
    }

    /// <summary>The job with this id that has a device; null if none has.</summary>
    internal Assignment? FindWorking(string jobId) => working.GetValueOrDefault(jobId);

    /// <summary>Moves a job among those of its owner.</summary>
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

    /// <summary>Jobs whose trainers need no worker of this machine, but must be followed: those of terminals and of Slurm.</summary>
    internal Channel<Assignment> Followed { get; } = Channel.CreateUnbounded<Assignment>();

    /// <summary>Why a terminal's trainer cannot be attached; null if it can.</summary>
    internal string? WhyNotFollowed(TerminalTrainer trainer) => trainer.WhyNot(working.Values);

    /// <summary>Follows a trainer that is already running: one that outlived a dashboard, or <paramref name="terminal"/>'s.</summary>
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

    /// <summary>A job has ended: its device is free.</summary>
    internal void End(Assignment supervision)
    {
        working.TryRemove(KeyValuePair.Create(supervision.Job.Id, supervision));
        Wake();
    }

    private void Begin(QueueJob job, string device, TerminalTrainer? terminal = null)
    {
        Assignment work = new(job, device, time) { Terminal = terminal };
        if (!working.TryAdd(job.Id, work)) return;
        if (terminal is not null || DeviceSetting.Partition(device) is not null) Followed.Writer.TryWrite(work);
        else start(job.Id, device);
    }

    private void Look()
    {
        // Reads other users' files, and disks that may not answer, before taking the lock: stopping and launching must not wait for them.
        string? paused = WhyPaused();
        Dictionary<string, TrainerFile?> holders = devices.Holders();
        lock (gate)
        {
            Paused = paused;
            IReadOnlyList<DeviceState> states = devices.Of(holders, working.Values);
            DateTimeOffset now = time.GetUtcNow();
            while (Paused is null && Next(states, now) is ({ } job, { } device))
            {
                queue.Serve(job);
                Begin(job, device.Id);
                states = devices.Of(holders, working.Values);
            }
        }
        Refresh(wake: false);
    }

    private (QueueJob? Job, DeviceState? Device) Next(IReadOnlyList<DeviceState> states, DateTimeOffset now)
    {
        foreach (QueueJob job in QueueOrder.Of(queue.Waiting, queue.Served))
        {
            // A job that has just lost its device must first release it.
            if (job.HeldBy is not null || (job.NotBefore > now && job.NotBefore - now < LongestDelay) || working.ContainsKey(job.Id))
                continue;
            if (DeviceWish.Fitting(job.Device, states).FirstOrDefault(device => device.WhyNot(job.Owner, now) is null) is { } free)
                return (job, free);
        }
        return default;
    }

    private string? WhyPaused()
    {
        try
        {
            if (MissingFolders.Results(options, runs) is { } away) return away;
            if (!MissingFolders.HeldRuns(options, runs)) Directory.CreateDirectory(options.Results);
            double free = setup.FreeBytes(options.Results) / 1e9;
            return free >= options.MinimumFreeGigabytes
                ? null
                : $"the disk of {options.Results} has {free:F1} GB free and runs need {options.MinimumFreeGigabytes:F1} GB: delete old "
                    + $"runs or free some space";
        }
        catch (Exception e) when (FileErrors.Is(e) || e is ArgumentException)
        {
            return $"the results folder {options.Results} cannot be used: {FileTrouble.Words(e)}";
        }
    }

    private void Refresh(bool wake = true)
    {
        bool changed;
        Dictionary<string, TrainerFile?> holders = devices.Holders();
        lock (gate)
        {
            IReadOnlyList<QueueEntry> fresh =
                forecast.Of(QueueOrder.Of(queue.Waiting, queue.Served), devices.Of(holders, working.Values), [.. working.Values], Paused);
            changed = !fresh.SequenceEqual(shown);
            if (changed) shown = fresh;
        }
        if (changed) feed.Publish(new RunChange(RunChangeKind.Queue, ""));
        if (wake) Wake();
    }
}
