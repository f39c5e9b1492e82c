using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>Follows a job on its device to its end.</summary>
internal sealed class Supervisor(Scheduler scheduler, TrainingSupervisor training, EvaluationSupervisor evaluation, RunStore runs,
    TimeProvider time, ILogger<Supervisor> logger)
{
    private readonly TroubleLog troubles = new(logger);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Works on a job that has a device. Returns when the device is free again, or when the dashboard ends; the trainer then continues.
    /// </summary>
    public async Task WorkAsync(string jobId, string device, CancellationToken cancellation)
    {
        // Hangfire may take a job for lost and start it again, but the work is only done once.
        if (scheduler.FindWorking(jobId) is not { } work || work.Device != device || !work.TryBegin()) return;
        try
        {
            await FollowAsync(work, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The next dashboard finds the living trainer by itself, so Hangfire need not start the job again.
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
                // If a trainer ended while the database could not be written, its folder shows how.
                else if (work.Job.Dataset is null && !(unfiled && Concluded(work))) await training.FollowAsync(work, cancellation);
                else if (work.Job.Dataset is not null) await evaluation.FollowAsync(work, cancellation);
                troubles.Worked(what);
                return;
            }
            catch (DatabaseTroubleException e)
            {
                // What the trainer reports in the meantime is in its folder, and is read when the database can be written again.
                troubles.Say(what, e);
                unfiled = true;
                await Task.Delay(Pause, time, cancellation);
            }
            catch (Exception e) when (TroubleLog.MayPass(e) || e is Win32Exception)
            {
                // The folder is gone, or no process can be started: the run says so. A living trainer is followed again.
                troubles.Say(what, e);
                bool works = work.HasProcess;
                if (!works) failure = e is InputException ? e.Message : $"the run cannot be worked on: {ErrorWords.Of(e)}";
                if (works || e is not InputException) await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private bool Concluded(Assignment work) =>
        !work.HasProcess && runs.Find(work.Job.RunId) is { } run && (run.Status.IsFinal() || training.Conclude(run));

    private void Fail(Assignment work, string reason)
    {
        if (work.Job.Dataset is { } dataset) evaluation.End(work.Job.RunId, dataset, RunStatus.Failed, reason);
        else runs.Update(work.Job.RunId,
            run => run with { Status = RunStatus.Failed, Reason = reason, Ended = time.GetUtcNow(), Progress = null });
    }
}
