using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Jobs.Runs;
using LiteDB;

namespace Angioboard.Jobs.Queue;

/// <summary>Sees a piece of work through on the device that it has.</summary>
internal sealed class Supervisor(TrainingSupervisor training, EvaluationSupervisor evaluation, RunStore runs, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the device is free again.</summary>
    /// <exception cref="OperationCanceledException">The dashboard ends; the trainer goes on.</exception>
    public async Task FollowAsync(Supervision work, CancellationToken cancellation)
    {
        string? failure = null;
        while (true)
        {
            try
            {
                if (failure is not null) Fail(work, failure);
                else if (work.Job.Dataset is null) await training.FollowAsync(work, cancellation);
                else await evaluation.FollowAsync(work, cancellation);
                return;
            }
            catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or Win32Exception or LiteException)
            {
                // The folder went away, or no process can be started: the run says so. The disk of the database is full: a trainer that
                // works is followed again when there is space, and what it wrote meanwhile is read then.
                bool works = work.HasProcess;
                if (!works) failure = e is InputException ? e.Message : $"the run cannot be worked on: {e.Message.TrimEnd('.')}";
                if (works || e is not InputException) await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private void Fail(Supervision work, string reason)
    {
        if (work.Job.Dataset is { } dataset) evaluation.End(work.Job.RunId, dataset, RunStatus.Failed, reason);
        else runs.Update(work.Job.RunId, run => run with { Status = RunStatus.Failed, Reason = reason, Ended = time.GetUtcNow(), Progress = null });
    }
}
