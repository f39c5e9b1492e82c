using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>Starts the trainer of a run, or finds it alive, copies its events to the store, and settles how it ended.</summary>
internal sealed class TrainingSupervisor(
    QueueSetup setup, AngioboardOptions options, RunStore runs, RunFeed feed, TrainerSource trainers, RunEndings endings, Notices notices,
    DeviceLoss loss, TimeProvider time)
{
    private static readonly TrainerExit Vanished =
        new(RunStatus.Failed, "its process in the terminal exited unexpectedly; resume it to continue from its last checkpoint");
    private static readonly TimeSpan HeldAgain = TimeSpan.FromSeconds(5), AwayAgain = TimeSpan.FromSeconds(10);

    /// <summary>Why a run or an evaluation waits that found the disk full when it started.</summary>
    public static string DiskFull(RunFolder folder) =>
        $"the disk of {folder.Path} is full or read-only: it starts by itself once it can be written again";

    /// <summary>Why a run or an evaluation waits whose trainer did not get its device.</summary>
    public static string WhyHeld(AngioboardOptions options, string device, RunFolder place) =>
        DeviceSetting.Partition(device) is not null
            ? $"another trainer still works in {place.Path}: {TrainerFile.Read(place.Trainer)?.Place ?? "an unknown process"}"
            : DeviceLease.WhyBlocked(options.DataFolder, device)
                ?? $"{device} was taken by {DeviceHolder.Words(options.DataFolder, device)}";

    /// <summary>Returns when the device is free again.</summary>
    public async Task FollowAsync(Assignment work, CancellationToken cancellation)
    {
        while (runs.Find(work.Job.RunId) is { } run)
        {
            RunFolder folder = new(run.Folder);
            bool works = trainers.Works(folder, run);
            if (!works && work.StoppedBy is null && MissingFolders.Of(run) is { } away)
            {
                endings.Requeue(work, run, away, AwayAgain);
                return;
            }
            if (!Directory.Exists(folder.Path))
                throw new InputException($"{folder.Path}: the run's folder is gone; launch it again from its settings");
            if (!works)
            {
                if (work.StoppedBy is not null)
                {
                    endings.Leave(work, run, null);
                    return;
                }
                if (loss.WhyLost(work.Device) is { } lost)
                {
                    endings.Lose(work, run, null, lost);
                    return;
                }
                if (run.OtherUser is null && DeviceSetting.Partition(work.Device) is null
                    && DeviceLease.WhyBlocked(options.DataFolder, work.Device) is { } blocked)
                {
                    endings.Requeue(work, run, blocked, HeldAgain);
                    return;
                }
            }
            LogFollower log = new(run, runs, feed, time);
            if (!await AttemptAsync(work, run, folder, log, cancellation)) return;
        }
    }

    /// <summary>
    /// Settles a run whose trainer ended while nobody followed it. False if the run must continue: the trainer left no status, or was
    /// stopped from outside.
    /// </summary>
    public bool Conclude(Run run)
    {
        RunFolder folder = new(run.Folder);
        RunState? events = run.Status == RunStatus.Queued ? null : RunState.Of(folder.Metrics);
        TrainerExit end = events is null ? new TrainerExit(null, null) : TrainerExit.Of(events.Status, null, folder);
        // The user who paused it wants it to continue later.
        if (run.PausedBy is not null && end.Status is null or RunStatus.Stopped) return false;
        if (run.Status == RunStatus.Stopping) end = end.Status is null ? new TrainerExit(RunStatus.Stopped, null) : end;
        else if (run.FromTerminal) end = end.Status is null ? Vanished : end;
        else if (end.Status == RunStatus.Stopped) return false; // The machine went down; no user stopped the run.
        if (end.Status is null) return false;
        // If the machine has restarted since, it may have its GPU back.
        if (TrainerFile.Read(folder.Trainer) is { } trainer && trainer.BootId == ProcessIdentity.Current().BootId
            && Reported(run, trainer.Device, end) is { } lost)
            loss.TakeOut(trainer.Device, $"{run.Id}: {lost}");
        LogFollower log = new(run, runs, feed, time);
        log.ReadLast(events);
        endings.Settle(run, log, end);
        return true;
    }

    /// <summary>Runs one trainer from start to end; true if it must be started again.</summary>
    private async Task<bool> AttemptAsync(Assignment work, Run run, RunFolder folder, LogFollower log, CancellationToken cancellation)
    {
        FoundTrainer? alive = trainers.Find(folder, run);
        long? kills = setup.OutOfMemoryKills();
        if (alive is null) log.Starts();
        using Trainer process = alive?.Trainer ?? await StartAsync(run, folder, work, cancellation);
        work.Runs(process);
        Update(run.Id, r => r with
        {
            Status = work.StoppedBy is not null ? RunStatus.Stopping
                // Slurm says later what has become of a job that was found.
                : alive is not null && process.Waits ? r.Status
                : process.Waits ? RunStatus.Queued
                : RunStatus.Running,
            Interrupted = r.Interrupted || (alive is null && r.Started is not null),
            Started = process.Waits ? r.Started : r.Started ?? alive?.Since ?? time.GetUtcNow(),
            Ended = null,
            Device = run.OtherUser is null ? alive?.Device ?? work.Device : work.Device,
            Reason = work is { Pauses: true, StoppedBy: { } pauser } ? PauseText.Ending(pauser)
                : r is { Status: RunStatus.Running, Hangs: false } ? r.Reason
                : null,
            Cause = null,
            PausedBy = work.Pauses ? work.StoppedBy : null,
            Hangs = false,
            Missing = false,
            Slurm = process.Place is { } place && place.Job == r.Slurm?.Job ? r.Slurm : process.Place,
        });
        if (await WatchAsync(work, run.Id, process, log, cancellation) is { } stuck)
        {
            endings.Lose(work, run, log, stuck);
            return false;
        }

        RunState events = log.ReadLast();
        JsonObject? status = log.Status ?? (process.IsOwn ? null
            : process.LogStart is { } from ? RunState.From(folder.Metrics, from).Status
            : events.Status);
        TrainerExit end = TrainerExit.Of(status, process.ExitCode, folder);
        if (process.ExitCode == Jobs.Leases.ExitCode.Held && log.Status is null && work.StoppedBy is null)
            return Requeue(work, run, folder);
        // Only before its first event: later, the trainer itself waits for space.
        if (process.ExitCode == Jobs.Leases.ExitCode.DiskFull && log.Status is null && work.StoppedBy is null && !run.FromTerminal)
        {
            endings.Requeue(work, run, DiskFull(folder), HeldAgain);
            return false;
        }
        if (work.StoppedBy is null && end.Status is null or RunStatus.Stopped && process.End is { } told
            && Follow(told, work, run, log)) return false;
        if (work.StoppedBy is not null && end.Status is null or RunStatus.Stopped)
        {
            endings.Leave(work, run, log);
            return false;
        }
        if (end.Status != RunStatus.Finished && (loss.WhyLost(work.Device) ?? Reported(run, work.Device, end)) is { } lost)
        {
            endings.Lose(work, run, log, lost);
            return false;
        }
        // A run that somebody started and ended in a terminal is not started again without them.
        if (end.Status is null && run.FromTerminal) end = Vanished;
        bool fromOutside = end.Status == RunStatus.Stopped || process.ExitCode == Signals.Terminated;
        if (end.Status is not null && (end.Status != RunStatus.Stopped || run.FromTerminal))
        {
            endings.Settle(run, log, end);
            return false;
        }
        string cause = process.End is { Kind: TrainerEndKind.Died, Reason: { } death } ? death
            : fromOutside ? "SIGTERM from outside" : process.ExitCode is { } code ? Signals.Describe(code) : "an unknown cause";
        if (!fromOutside && process.Place is null && setup.OutOfMemoryKills() > kills)
            cause += ", when the box ran out of memory: fewer runs at once, or fewer and smaller frames, need less";
        if (!endings.Died(run, folder, log, cause)) return false;
        if (fromOutside) await Task.Delay(setup.RestartAfter, time, cancellation);
        return true;
    }

    // What another user's trainer says about a device does not take it out of service.
    private string? Reported(Run run, string device, TrainerExit end) => run.OtherUser is null ? loss.Reported(device, end) : null;

    private Task<Trainer> StartAsync(Run run, RunFolder folder, Assignment work, CancellationToken cancellation) =>
        run.OtherUser is not null
            ? throw new InputException(
                $"{folder.Path}: belongs to another user of this box, and only that user can resume it: angioboard resume {folder.Path}")
            : trainers.StartAsync(
                ["experiment", "--run-folder", folder.Path, "--device-lease", work.Device, "--owner", work.Job.Owner], folder, work, run,
                cancellation);

    /// <summary>What follows from what Slurm says of a trainer's end; false if it died like any other.</summary>
    private bool Follow(TrainerEnd told, Assignment work, Run run, LogFollower log)
    {
        if (told.Kind == TrainerEndKind.Died) return false;
        if (told.Kind == TrainerEndKind.TakenAway) endings.Requeue(work, run, told.Reason, HeldAgain);
        else endings.Settle(run, log,
            new TrainerExit(told.Kind == TrainerEndKind.Stopped ? RunStatus.Stopped : RunStatus.Failed, told.Reason));
        return true;
    }

    /// <summary>
    /// Returns null when the trainer has ended, or the reason why it never will, because it is stuck on a GPU that is gone.
    /// </summary>
    private async Task<string?> WatchAsync(Assignment work, string id, Trainer process, LogFollower log,
        CancellationToken cancellation)
    {
        TimeSpan patience = TimeSpan.FromMinutes(options.HangMinutes);
        bool hangs = false;
        // A trainer that waits for its folder does not report it through its log.
        DateTimeOffset? said = null;
        long saidAt = log.LastEvent;
        while (true)
        {
            // Checked before reading, so that the trainer's last lines are read.
            bool ended = await process.HasEndedAsync(cancellation);
            Show(id, process.Place, ended);
            if (ended) return null;
            log.Read();
            if (work.StoppedBy is not null)
                Update(id, run => run.Status == RunStatus.Stopping ? run : run with { Status = RunStatus.Stopping });
            work.KillWhenLate(setup.KillAfter);
            if ((hangs || work.Killed) && loss.WhyLost(work.Device) is { } lost)
            {
                work.Kill();
                if (work.IsStuck(setup.KillAfter)) return lost;
            }
            if (runs.Find(id)?.Progress?.Seen is { } seen && seen != said) (said, saidAt) = (seen, time.GetTimestamp());
            if (process.Waits || process.Place is { IsSuspended: true }) saidAt = time.GetTimestamp();
            bool silent = time.GetElapsedTime(Math.Max(saidAt, log.LastEvent)) > patience;
            if (silent != hangs)
            {
                hangs = silent;
                Run? told =
                    Update(id,
                        run => run with { Hangs = silent, Reason = silent
                            ? $"hangs: nothing from its trainer for {options.HangMinutes:0.#} minutes; stop it, then resume"
                            : null });
                if (silent && told is not null) notices.Post(told, "hangs");
            }
            await Task.Delay(setup.Tick, time, cancellation);
        }
    }

    /// <summary>Saves what Slurm says, if it is news.</summary>
    private void Show(string id, SlurmPlace? place, bool ended)
    {
        if (place is null || runs.Find(id) is not { } run || (run.Slurm == place && !ended)) return;
        if (place.State is null && !ended)
        {
            // A dashboard that has just started finds a job before Slurm says anything of it: what was said last stays.
            Update(id, r => r.Slurm is { } last && last.Job == place.Job
                ? last.Problem == place.Problem ? r : r with { Slurm = last with { Problem = place.Problem } }
                : r with { Slurm = place });
            return;
        }
        // One that has ended has also worked, if only between two looks, unless it was cancelled before.
        bool waits = ended ? place is { State: "CANCELLED", Node: null } : place.Waits;
        Update(id, r => r with
        {
            Slurm = place,
            Status = r.Status == RunStatus.Stopping ? r.Status : waits ? RunStatus.Queued : RunStatus.Running,
            Started = waits ? r.Started : r.Started ?? place.Start ?? time.GetUtcNow(),
            Reason = !waits && r.Status == RunStatus.Queued ? null : r.Reason,
            Progress = waits ? null : r.Progress,
        });
    }

    private bool Requeue(Assignment work, Run run, RunFolder folder)
    {
        // Another process works in the folder: follows that one.
        if (trainers.Works(folder, run)) return true;
        endings.Requeue(work, run, WhyHeld(options, work.Device, folder), HeldAgain);
        return false;
    }

    private Run? Update(string id, Func<Run, Run> change) => runs.Update(id, change);
}
