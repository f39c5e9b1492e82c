using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>Sees a piece of work through on the device that it has.</summary>
internal sealed class Supervisor(Scheduler scheduler, TrainingSupervisor training, EvaluationSupervisor evaluation, RunStore runs, TimeProvider time, ILogger<Supervisor> logger)
{
    private readonly TroubleLog troubles = new(logger);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Works on a job that has got its device. Returns when the device is free again, or when the dashboard ends; the trainer goes on then.</summary>
    public async Task WorkAsync(string jobId, string device, CancellationToken cancellation)
    {
        // Whatever a storage takes for lost and hands out again, the work is done once.
        if (scheduler.FindWorking(jobId) is not { } work || work.Device != device || !work.TryBegin()) return;
        try
        {
            await FollowAsync(work, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The next dashboard finds the trainer alive by itself: nothing is for Hangfire to hand out again.
            return;
        }
        finally
        {
            if (!cancellation.IsCancellationRequested) scheduler.End(work);
        }
    }

    private async Task FollowAsync(Assignment work, CancellationToken cancellation)
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
            catch (Exception e) when (TroubleLog.MayPass(e) || e is Win32Exception)
            {
                // The folder went away, or no process can be started: the run says so. A trainer that works is followed again.
                troubles.Say(what, e);
                bool works = work.HasProcess;
                if (!works) failure = e is InputException ? e.Message : $"the run cannot be worked on: {ErrorWords.Of(e)}";
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
