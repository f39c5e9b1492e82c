using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using LiteDB;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>Sees a piece of work through on the device that it has.</summary>
internal sealed class Supervisor(TrainingSupervisor training, EvaluationSupervisor evaluation, RunStore runs, TimeProvider time, ILogger<Supervisor> logger)
{
    private readonly TroubleLog troubles = new(logger);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the device is free again.</summary>
    /// <exception cref="OperationCanceledException">The dashboard ends; the trainer goes on.</exception>
    public async Task FollowAsync(Assignment work, CancellationToken cancellation)
    {
        string? failure = null;
        bool unfiled = false;
        string what = $"Following {work.Job.Id}";
        while (true)
        {
            try
            {
                if (failure is not null) Fail(work, failure);
                else if (work.Unfiled is { } file) file();
                // A trainer that ended while the database took nothing has left in its folder how.
                else if (work.Job.Dataset is null && !(unfiled && Concluded(work))) await training.FollowAsync(work, cancellation);
                else if (work.Job.Dataset is not null) await evaluation.FollowAsync(work, cancellation);
                troubles.Worked(what);
                return;
            }
            catch (DatabaseTroubleException e)
            {
                // What the work tells meanwhile is in its folder, and is read when the database can be written again.
                troubles.Say(what, e);
                unfiled = true;
                await Task.Delay(Pause, time, cancellation);
            }
            catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or Win32Exception or LiteException)
            {
                // The folder went away, or no process can be started: the run says so. A trainer that works is followed again.
                troubles.Say(what, e);
                bool works = work.HasProcess;
                if (!works) failure = e is InputException ? e.Message : $"the run cannot be worked on: {e.Message.TrimEnd('.')}";
                if (works || e is not InputException) await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private bool Concluded(Assignment work) => !work.HasProcess && runs.Find(work.Job.RunId) is { } run && (run.Status.IsFinal() || training.Conclude(run));

    private void Fail(Assignment work, string reason)
    {
        if (work.Job.Dataset is { } dataset) evaluation.End(work.Job.RunId, dataset, RunStatus.Failed, reason);
        else runs.Update(work.Job.RunId, run => run with { Status = RunStatus.Failed, Reason = reason, Ended = time.GetUtcNow(), Progress = null });
    }
}
