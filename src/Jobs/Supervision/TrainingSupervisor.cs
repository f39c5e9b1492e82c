using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>Starts the trainer of a run, or finds it alive, copies its events to the store, and settles how it ended.</summary>
internal sealed class TrainingSupervisor(
    QueueSetup setup, AngioboardOptions options, RunStore runs, RunFeed feed, Scheduler scheduler, Notices notices, DeviceLoss loss,
    TimeProvider time)
{
    private static readonly TrainerExit Vanished =
        new(RunStatus.Failed, "its process in the terminal exited unexpectedly; resume it to continue from its last checkpoint");
    private static readonly TimeSpan HeldAgain = TimeSpan.FromSeconds(5), AwayAgain = TimeSpan.FromSeconds(10);

    /// <summary>Why a run or an evaluation waits that found the disk full when it started.</summary>
    public static string DiskFull(RunFolder folder) =>
        $"the disk of {folder.Path} is full or read-only: it starts by itself once it can be written again";

    /// <summary>Why a run or an evaluation waits whose trainer did not get its device.</summary>
    public static string WhyHeld(AngioboardOptions options, string device) =>
        DeviceLease.WhyBlocked(options.DataFolder, device) ?? $"{device} was taken by {DeviceHolder.Words(options.DataFolder, device)}";

    /// <summary>Returns when the device is free again.</summary>
    public async Task FollowAsync(Assignment work, CancellationToken cancellation)
    {
        while (runs.Find(work.Job.RunId) is { } run)
        {
            RunFolder folder = new(run.Folder);
            if (TrainerFile.Read(folder.Trainer) is not { IsAlive: true } && work.StoppedBy is null && MissingFolders.Of(run) is { } away)
            {
                Requeue(work, run, away, AwayAgain);
                return;
            }
            if (!Directory.Exists(folder.Path))
                throw new InputException($"{folder.Path}: the run's folder is gone; launch it again from its settings");
            if (TrainerFile.Read(folder.Trainer) is not { IsAlive: true })
            {
                if (work.StoppedBy is not null)
                {
                    Leave(work, run, null);
                    return;
                }
                if (loss.WhyLost(work.Device) is { } lost)
                {
                    Lose(work, run, null, lost);
                    return;
                }
                if (run.OtherUser is null && DeviceLease.WhyBlocked(options.DataFolder, work.Device) is { } blocked)
                {
                    Requeue(work, run, blocked, HeldAgain);
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
        Settle(run, log, end);
        return true;
    }

    /// <summary>Runs one trainer from start to end; true if it must be started again.</summary>
    private async Task<bool> AttemptAsync(Assignment work, Run run, RunFolder folder, LogFollower log, CancellationToken cancellation)
    {
        TrainerFile? alive = TrainerFile.Read(folder.Trainer) is { IsAlive: true } found ? found : null;
        long? kills = setup.OutOfMemoryKills();
        if (alive is null) log.Starts();
        using TrainerProcess process = alive is null
            ? Start(run, folder, work)
            : TrainerProcess.Found(alive.Process, setup.Executable, folder.Path);
        work.Runs(process);
        Update(run.Id, r => r with
        {
            Status = work.StoppedBy is null ? RunStatus.Running : RunStatus.Stopping,
            Interrupted = r.Interrupted || (alive is null && r.Started is not null),
            Started = r.Started ?? alive?.Since ?? time.GetUtcNow(),
            Ended = null,
            Device = run.OtherUser is null ? alive?.Device ?? work.Device : work.Device,
            Reason = work is { Pauses: true, StoppedBy: { } pauser } ? PauseText.Ending(pauser)
                : r is { Status: RunStatus.Running, Hangs: false } ? r.Reason
                : null,
            Cause = null,
            PausedBy = work.Pauses ? work.StoppedBy : null,
            Hangs = false,
            Missing = false,
        });
        if (await WatchAsync(work, run.Id, process, log, cancellation) is { } stuck)
        {
            Lose(work, run, log, stuck);
            return false;
        }

        RunState events = log.ReadLast();
        TrainerExit end = TrainerExit.Of(log.Status ?? (process.IsOwn ? null : events.Status), process.ExitCode, folder);
        if (process.ExitCode == Jobs.Leases.ExitCode.Held && log.Status is null && work.StoppedBy is null)
            return Requeue(work, run, folder);
        // Only before its first event: later, the trainer itself waits for space.
        if (process.ExitCode == Jobs.Leases.ExitCode.DiskFull && log.Status is null && work.StoppedBy is null && !run.FromTerminal)
        {
            Requeue(work, run, DiskFull(folder), HeldAgain);
            return false;
        }
        if (work.StoppedBy is not null && end.Status is null or RunStatus.Stopped)
        {
            Leave(work, run, log);
            return false;
        }
        if (end.Status != RunStatus.Finished && (loss.WhyLost(work.Device) ?? Reported(run, work.Device, end)) is { } lost)
        {
            Lose(work, run, log, lost);
            return false;
        }
        // A run that somebody started and ended in a terminal is not started again without them.
        if (end.Status is null && run.FromTerminal) end = Vanished;
        bool fromOutside = end.Status == RunStatus.Stopped || process.ExitCode == Signals.Terminated;
        if (end.Status is not null && (end.Status != RunStatus.Stopped || run.FromTerminal))
        {
            Settle(run, log, end);
            return false;
        }
        string cause = fromOutside ? "SIGTERM from outside" : process.ExitCode is { } code ? Signals.Describe(code) : "an unknown cause";
        if (!fromOutside && setup.OutOfMemoryKills() > kills)
            cause += ", when the box ran out of memory: fewer runs at once, or fewer and smaller frames, need less";
        if (!Died(run, folder, log, cause)) return false;
        if (fromOutside) await Task.Delay(setup.RestartAfter, time, cancellation);
        return true;
    }

    // What another user's trainer says about a device does not take it out of service.
    private string? Reported(Run run, string device, TrainerExit end) => run.OtherUser is null ? loss.Reported(device, end) : null;

    private TrainerProcess Start(Run run, RunFolder folder, Assignment work) => run.OtherUser is not null
        ? throw new InputException(
            $"{folder.Path}: belongs to another user of this box, and only that user can resume it: angioboard resume {folder.Path}")
        : TrainerProcess.Start(
        setup.Executable, ["experiment", "--run-folder", folder.Path, "--device-lease", work.Device, "--owner", work.Job.Owner], folder,
        options, setup.TrainerVariables, work.Device);

    /// <summary>
    /// Returns null when the trainer has ended, or the reason why it never will, because it is stuck on a GPU that is gone.
    /// </summary>
    private async Task<string?> WatchAsync(Assignment work, string id, TrainerProcess process, LogFollower log,
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
            if (process.HasEnded) return null;
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

    private bool Requeue(Assignment work, Run run, RunFolder folder)
    {
        // Another process works in the folder: follows that one.
        if (TrainerFile.Read(folder.Trainer) is { IsAlive: true }) return true;
        Requeue(work, run, WhyHeld(options, work.Device), HeldAgain);
        return false;
    }

    private void Requeue(Assignment work, Run run, string reason, TimeSpan delay)
    {
        Update(run.Id, r => r with { Status = RunStatus.Queued, Reason = reason });
        // A paused run continues on any device. A run whose trainer was found alive has a device, but none that was asked for.
        string device = work.Job.Device == DeviceSetting.Auto ? DeviceSetting.Auto : run.Settings.Device;
        scheduler.Enqueue(run.Id, null, run.Owner, device, front: true, reason, delay);
    }

    /// <summary>
    /// Handles a trainer's death: true if another should be started, which is so unless the one before died at the same point.
    /// </summary>
    private bool Died(Run run, RunFolder folder, LogFollower log, string cause)
    {
        Run before = runs.Find(run.Id) ?? run;
        DeathMark here = DeathMark.Of(folder);
        int deaths = before.Deaths + 1;
        if (before.LastDeath is not { } last || here.IsBeyond(last))
        {
            Update(run.Id,
                r => log.WithPosition(r) with { Deaths = deaths, LastDeath = here,
                    Reason = $"its trainer was ended by {cause} and is started again", Hangs = false, Progress = null });
            return true;
        }
        string reason =
            $"its trainer was ended by {cause}, {deaths} times, "
                + $"{(here.Phase == 0 ? "without a new checkpoint since the last" : "and came no further than the last")}";
        Settle(run with { Deaths = deaths }, log, new TrainerExit(RunStatus.Failed, $"{reason}\n{TrainerExit.LastLines(folder)}"));
        return false;
    }

    /// <summary>Saves that a run was stopped, or puts it on hold in the queue if it was paused.</summary>
    private void Leave(Assignment work, Run run, LogFollower? log)
    {
        string late = work.Killed ? "; its last step took too long, so it continues from the checkpoint before" : "";
        if (work.Pauses) Hold(log?.WithPosition(run) ?? run, work.StoppedBy!, PauseText.Held(work.StoppedBy!) + late);
        else Settle(run, log, new TrainerExit(RunStatus.Stopped, $"stopped by {work.StoppedBy}{late}"));
    }

    /// <summary>Puts a run on hold in the queue, for any device.</summary>
    public void Hold(Run run, string by, string reason)
    {
        Update(run.Id, r => r with
        {
            Status = RunStatus.Queued,
            Reason = reason,
            PausedBy = by,
            Hangs = false,
            FromTerminal = false,
            Progress = null,
            LogPosition = Math.Max(r.LogPosition, run.LogPosition),
        });
        scheduler.Enqueue(run.Id, null, run.Owner, DeviceSetting.Auto, front: true, heldBy: by);
    }

    private void Lose(Assignment work, Run run, LogFollower? log, string reason)
    {
        loss.TakeOut(work.Device, $"{run.Id}: {reason}");
        Settle(run, log, new TrainerExit(RunStatus.Failed, reason, FailureCause.DeviceLost));
    }

    private void Settle(Run run, LogFollower? log, TrainerExit end)
    {
        Run? settled = Update(run.Id, r => RunResults.Read(log?.WithPosition(r) ?? r) with
        {
            Status = end.Status!.Value,
            Reason = end.Reason,
            Cause = end.Cause,
            PausedBy = null,
            Hangs = false,
            Ended = time.GetUtcNow(),
            Deaths = Math.Max(r.Deaths, run.Deaths),
            Progress = null,
        });
        if (settled is not null) notices.Post(settled, null);
    }

    private Run? Update(string id, Func<Run, Run> change) => runs.Update(id, change);
}
