using Angioboard.Core;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>Sees a piece of work through on the device that it has.</summary>
internal sealed class Supervisor(TrainingSupervisor training, EvaluationSupervisor evaluation, RunStore runs, TimeProvider time)
{
    /// <summary>Returns when the device is free again.</summary>
    /// <exception cref="OperationCanceledException">The dashboard ends; the trainer goes on.</exception>
    public async Task FollowAsync(Supervision work, CancellationToken cancellation)
    {
        try
        {
            if (work.Job.Dataset is null) await training.FollowAsync(work, cancellation);
            else await evaluation.FollowAsync(work, cancellation);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            // The folder went away, or no process can be started: the run says so, and the queue goes on.
            Fail(work, e is InputException ? e.Message : $"the run cannot be worked on: {e.Message.TrimEnd('.')}");
        }
    }

    private void Fail(Supervision work, string reason)
    {
        if (work.Job.Dataset is { } dataset) evaluation.End(work.Job.RunId, dataset, RunStatus.Failed, reason);
        else runs.Update(work.Job.RunId, run => run with { Status = RunStatus.Failed, Reason = reason, Ended = time.GetUtcNow(), Progress = null });
    }
}
