using Angioboard.Core;
using Angioboard.Core.Training;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>Starts the trainer of a run, or finds it alive, carries its news to the store, and settles how it ended.</summary>
internal sealed class TrainingSupervisor(
    QueueSetup setup, AngioboardOptions options, RunStore runs, RunFeed feed, Scheduler scheduler, Notices notices, TimeProvider time)
{
    private static readonly RunEnd Vanished = new(RunStatus.Failed, "its process in the terminal ended without a word; resume it to go on from its last checkpoint");
    private static readonly TimeSpan HeldAgain = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the device is free again.</summary>
    public async Task FollowAsync(Supervision work, CancellationToken cancellation)
    {
        while (runs.Find(work.Job.RunId) is { } run)
        {
            RunFolder folder = new(run.Folder);
            if (!Directory.Exists(folder.Path)) throw new InputException($"{folder.Path}: the run's folder is gone; launch it again from its settings");
            if (work.StoppedBy is { } by && TrainerFile.Read(folder.Trainer) is not { IsAlive: true })
            {
                Settle(run, null, new RunEnd(RunStatus.Stopped, $"stopped by {by}"));
                return;
            }
            RunLog log = new(run, runs, feed, time);
            if (!await AttemptAsync(work, run, folder, log, cancellation)) return;
        }
    }

    /// <summary>Settles a run whose trainer ended while nobody watched; false if it ended without a word, or not of its own will, and is to go on.</summary>
    public bool Conclude(Run run)
    {
        RunFolder folder = new(run.Folder);
        RunEnd end = run.Status == RunStatus.Queued ? new RunEnd(null, null) : RunEnd.Of(RunLog.LastStatus(folder), null, folder);
        if (run.Status == RunStatus.Stopping) end = end.Status is null ? new RunEnd(RunStatus.Stopped, null) : end;
        else if (run.FromTerminal) end = end.Status is null ? Vanished : end;
        else if (end.Status == RunStatus.Stopped) return false; // The box went down, which nobody of the run's people asked for.
        if (end.Status is null) return false;
        RunLog log = new(run, runs, feed, time);
        log.Read();
        Settle(run, log, end);
        return true;
    }

    /// <summary>One trainer from start to end; true if it is to be started again.</summary>
    private async Task<bool> AttemptAsync(Supervision work, Run run, RunFolder folder, RunLog log, CancellationToken cancellation)
    {
        TrainerFile? alive = TrainerFile.Read(folder.Trainer) is { IsAlive: true } found ? found : null;
        DateTime checkpoint = alive?.Since.UtcDateTime ?? File.GetLastWriteTimeUtc(folder.LastCheckpoint);
        long? kills = Signals.OutOfMemoryKills();
        if (alive is null) log.Starts();
        using TrainerProcess process = alive is null ? Start(folder, work) : TrainerProcess.Found(alive.Process);
        work.Runs(process.Identity);
        Update(run.Id, r => r with
        {
            Status = work.StoppedBy is null ? RunStatus.Running : RunStatus.Stopping,
            Started = r.Started ?? alive?.Since ?? time.GetUtcNow(),
            Ended = null,
            Device = alive?.Device ?? work.Device,
            Reason = null,
            Hangs = false,
            Missing = false,
        });
        await WatchAsync(work, run.Id, process, log, cancellation);

        RunEnd end = RunEnd.Of(log.Status ?? (process.IsOwn ? null : RunLog.LastStatus(folder)), process.ExitCode, folder);
        if (process.ExitCode == CommandLine.ExitCode.Held && log.Status is null && work.StoppedBy is null) return Requeue(work, run, folder);
        if (work.StoppedBy is { } by && end.Status is null or RunStatus.Stopped)
            end = new RunEnd(RunStatus.Stopped, work.Killed ? $"stopped by {by}; its step took too long, so it goes on from the checkpoint before" : $"stopped by {by}");
        // What somebody started in a terminal, and killed there, is not started again behind their back.
        if (end.Status is null && run.FromTerminal) end = Vanished;
        if (end.Status is not null)
        {
            Settle(run, log, end);
            return false;
        }
        return Died(run, folder, log, process.ExitCode, File.GetLastWriteTimeUtc(folder.LastCheckpoint) > checkpoint, Signals.OutOfMemoryKills() > kills);
    }

    private TrainerProcess Start(RunFolder folder, Supervision work) => TrainerProcess.Start(
        setup.Executable, ["experiment", "--run-folder", folder.Path, "--device-lease", work.Device, "--owner", work.Job.Owner], folder,
        options.DataFolder, work.Device);

    private async Task WatchAsync(Supervision work, string id, TrainerProcess process, RunLog log, CancellationToken cancellation)
    {
        TimeSpan patience = TimeSpan.FromMinutes(options.HangMinutes);
        bool hangs = false;
        while (true)
        {
            // Asked before reading, so that what a trainer writes last is read.
            bool ended = process.HasEnded;
            log.Read();
            if (ended) return;
            if (work.StoppedBy is not null) Update(id, run => run.Status == RunStatus.Stopping ? run : run with { Status = RunStatus.Stopping });
            work.KillWhenLate(setup.KillAfter);
            bool silent = time.GetUtcNow() - log.LastEvent > patience;
            if (silent != hangs)
            {
                hangs = silent;
                Run? told = Update(id, run => run with { Hangs = silent, Reason = silent ? $"hangs: nothing from its trainer for {options.HangMinutes:0.#} minutes; stop it, then resume" : null });
                if (silent && told is not null) notices.Post(told, "hangs");
            }
            await Task.Delay(setup.Tick, time, cancellation);
        }
    }

    private bool Requeue(Supervision work, Run run, RunFolder folder)
    {
        // Somebody works in the folder: follow that one.
        if (TrainerFile.Read(folder.Trainer) is { IsAlive: true }) return true;
        string reason = DeviceHolder.Alive(options.DataFolder, work.Device) is { } holder
            ? $"{work.Device} was taken by {holder}"
            : $"{work.Device} was taken by another process";
        Update(run.Id, r => r with { Status = RunStatus.Queued, Reason = reason });
        scheduler.Enqueue(run.Id, null, run.Owner, run.Settings.Device, front: true, reason, HeldAgain);
        return false;
    }

    private bool Died(Run run, RunFolder folder, RunLog log, int? exitCode, bool newCheckpoint, bool memoryRanOut)
    {
        string cause = exitCode is { } code ? Signals.Describe(code) : "an unknown cause";
        if (memoryRanOut) cause += ", when the box ran out of memory";
        int deaths = (runs.Find(run.Id)?.Deaths ?? 0) + 1;
        if (deaths == 1 || newCheckpoint)
        {
            Update(run.Id, r => log.WithPosition(r) with { Deaths = deaths, Reason = $"its trainer was ended by {cause} and is started again" });
            return true;
        }
        string reason = $"its trainer was ended by {cause}, {deaths} times, without a new checkpoint since the last";
        Settle(run with { Deaths = deaths }, log, new RunEnd(RunStatus.Failed, $"{reason}\n{RunEnd.LastLines(folder)}"));
        return false;
    }

    private void Settle(Run run, RunLog? log, RunEnd end)
    {
        Run? settled = Update(run.Id, r => RunResults.Read(log?.WithPosition(r) ?? r) with
        {
            Status = end.Status!.Value,
            Reason = end.Reason,
            Ended = time.GetUtcNow(),
            Deaths = Math.Max(r.Deaths, run.Deaths),
            Progress = null,
        });
        if (settled is not null) notices.Post(settled, null);
    }

    private Run? Update(string id, Func<Run, Run> change) => runs.Update(id, change);
}
