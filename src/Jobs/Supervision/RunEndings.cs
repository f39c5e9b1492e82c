using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Supervision;

/// <summary>What becomes of a run whose trainer has ended: it has ended as well, waits again, is on hold, or is started again.</summary>
internal sealed class RunEndings(RunStore runs, Scheduler scheduler, Notices notices, DeviceLoss loss, TimeProvider time)
{
    /// <summary>Puts a run back at the front of the queue, for a reason that passes.</summary>
    public void Requeue(Assignment work, Run run, string reason, TimeSpan delay)
    {
        runs.Update(run.Id, r => r with { Status = RunStatus.Queued, Reason = reason });
        // A paused run continues on any device. A run whose trainer was found alive has a device, but none that was asked for.
        string device = work.Job.Device == DeviceSetting.Auto ? DeviceSetting.Auto : run.Settings.Device;
        scheduler.Enqueue(run.Id, null, run.Owner, device, front: true, reason, delay);
    }

    /// <summary>
    /// Handles a trainer's death: true if another should be started, which is so unless the one before died at the same point.
    /// </summary>
    public bool Died(Run run, RunFolder folder, LogFollower log, string cause)
    {
        Run before = runs.Find(run.Id) ?? run;
        DeathMark here = DeathMark.Of(folder);
        int deaths = before.Deaths + 1;
        if (before.LastDeath is not { } last || here.IsBeyond(last))
        {
            runs.Update(run.Id,
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
    public void Leave(Assignment work, Run run, LogFollower? log)
    {
        string late = work.Killed ? "; its last step took too long, so it continues from the checkpoint before" : "";
        if (work.Pauses) Hold(log?.WithPosition(run) ?? run, work.StoppedBy!, PauseText.Held(work.StoppedBy!) + late);
        else Settle(run, log, new TrainerExit(RunStatus.Stopped, $"stopped by {work.StoppedBy}{late}"));
    }

    /// <summary>Puts a run on hold in the queue, for any device of this machine, or for its partition.</summary>
    public void Hold(Run run, string by, string reason)
    {
        runs.Update(run.Id, r => r with
        {
            Status = RunStatus.Queued,
            Reason = reason,
            PausedBy = by,
            Hangs = false,
            FromTerminal = false,
            Progress = null,
            LogPosition = Math.Max(r.LogPosition, run.LogPosition),
        });
        // A partition stays: here, the run may have no device.
        string device = DeviceSetting.Partition(run.Settings.Device) is null ? DeviceSetting.Auto : run.Settings.Device;
        scheduler.Enqueue(run.Id, null, run.Owner, device, front: true, heldBy: by);
    }

    /// <summary>The run fails because its device is gone, on which nothing more starts.</summary>
    public void Lose(Assignment work, Run run, LogFollower? log, string reason)
    {
        loss.TakeOut(work.Device, $"{run.Id}: {reason}");
        Settle(run, log, new TrainerExit(RunStatus.Failed, reason, FailureCause.DeviceLost));
    }

    /// <summary>Saves how a run ended.</summary>
    public void Settle(Run run, LogFollower? log, TrainerExit end)
    {
        Run? settled = runs.Update(run.Id, r => RunResults.Read(log?.WithPosition(r) ?? r) with
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
}
