using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>Evaluates a run's best checkpoint on another dataset, in a separate process.</summary>
internal sealed class EvaluationSupervisor(
    QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets, DataRoots roots, Scheduler scheduler,
    TrainerSource trainers, TimeProvider time)
{
    private static readonly TimeSpan HeldAgain = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the device is free again.</summary>
    public async Task FollowAsync(Assignment work, CancellationToken cancellation)
    {
        string name = work.Job.Dataset!;
        if (runs.Find(work.Job.RunId) is not { } run) return;
        if (work.StoppedBy is not null)
        {
            End(run.Id, name, RunStatus.Stopped, null);
            return;
        }
        Dataset dataset = datasets.Find(name)?.At(roots) ?? throw new InputException($"{name}: this dataset no longer exists");
        RunFolder folder = new(run.Folder);
        if (!Directory.Exists(folder.Path)) throw new InputException($"{folder.Path}: the run's folder is gone");
        using Trainer process = trainers.Find(Files(folder, name), run)?.Trainer
            ?? await StartAsync(work, run, folder, Arguments(folder, dataset, work), cancellation);
        work.Runs(process);
        RunStatus? said = null;
        while (!await process.HasEndedAsync(cancellation))
        {
            // Before Slurm says anything of a job that was found, what was said last stays.
            RunStatus? now = process.Place is { State: null } ? said : process.Waits ? RunStatus.Queued : RunStatus.Running;
            if (now is { } status && now != said) Set(run.Id, name, evaluation => evaluation with { Status = status, Reason = null });
            said = now;
            work.KillWhenLate(setup.KillAfter);
            await Task.Delay(setup.Tick, time, cancellation);
        }

        int? exitCode = process.ExitCode;
        TrainerEnd? told = process.End;
        DateTime submitted = process is SlurmTrainer job ? job.Submitted.UtcDateTime : default;
        work.Unfiled = () => Settle(work, run, folder, exitCode, told, submitted);
        work.Unfiled();
    }

    // A job of Slurm has its log and its record beside the evaluation's results; a process here has its log with the run's.
    private Task<Trainer> StartAsync(Assignment work, Run run, RunFolder folder, string[] arguments, CancellationToken cancellation)
    {
        RunFolder place = Logs(work, folder);
        if (place != folder) AtomicFile.CreateFolder(place.Path);
        return trainers.StartAsync(arguments, place, work, run, cancellation);
    }

    private static RunFolder Logs(Assignment work, RunFolder folder) =>
        DeviceSetting.Partition(work.Device) is null ? folder : Files(folder, work.Job.Dataset!);

    private void Settle(Assignment work, Run run, RunFolder folder, int? exitCode, TrainerEnd? told, DateTime submitted)
    {
        string name = work.Job.Dataset!;
        RunFolder logs = Logs(work, folder);
        // For a process started by an earlier dashboard, the files that it left show whether it succeeded.
        // A job of Slurm of which nothing is known may have left the files of an earlier evaluation alone.
        bool done = exitCode is { } code ? code == 0
            : logs == folder ? File.Exists(Files(folder, name).Predictions)
            : work.StoppedBy is null && told is null or { Kind: TrainerEndKind.Died }
                && File.GetLastWriteTimeUtc(Files(folder, name).Evaluation) >= submitted;
        if (done) End(run.Id, name, RunStatus.Finished, null);
        else if (work.StoppedBy is not null) End(run.Id, name, RunStatus.Stopped, null);
        else if (exitCode == Jobs.Leases.ExitCode.Held)
        {
            Requeue(work, run, TrainingSupervisor.WhyHeld(options, work.Device, logs), HeldAgain);
        }
        else if (exitCode == Jobs.Leases.ExitCode.DiskFull)
        {
            Requeue(work, run, TrainingSupervisor.DiskFull(folder), HeldAgain);
        }
        else if (told is { Kind: TrainerEndKind.TakenAway })
        {
            Requeue(work, run, told.Reason, HeldAgain);
        }
        else if (told is not null)
        {
            End(run.Id, name, told.Kind == TrainerEndKind.Stopped ? RunStatus.Stopped : RunStatus.Failed,
                told.Kind == TrainerEndKind.Died ? $"ended by {told.Reason}" : told.Reason);
        }
        else
        {
            string reason = TrainerExit.Of(null, exitCode, logs).Reason
                ?? $"ended by {(exitCode is { } exit ? Signals.Describe(exit) : "an unknown cause")}\n{TrainerExit.LastLines(logs)}";
            End(run.Id, name, RunStatus.Failed, reason);
        }
    }

    private void Requeue(Assignment work, Run run, string reason, TimeSpan delay)
    {
        Set(run.Id, work.Job.Dataset!, evaluation => evaluation with { Status = RunStatus.Queued });
        scheduler.Enqueue(run.Id, work.Job.Dataset, work.Job.Owner, work.Job.Device, front: true, reason, delay);
    }

    /// <summary>Saves how an evaluation ended, and its results.</summary>
    public void End(string id, string dataset, RunStatus status, string? reason) =>
        runs.Update(id,
            run => WithEvaluation(RunResults.Read(run), dataset, evaluation => evaluation with { Status = status, Reason = reason }));

    private void Set(string id, string dataset, Func<OtherEvaluation, OtherEvaluation> change) =>
        runs.Update(id, run => WithEvaluation(run, dataset, change));

    private static Run WithEvaluation(Run run, string dataset, Func<OtherEvaluation, OtherEvaluation> change)
    {
        OtherEvaluation before = run.Evaluations.GetValueOrDefault(dataset) ?? new OtherEvaluation(RunStatus.Queued, null, run.Owner);
        return run with { Evaluations = new Dictionary<string, OtherEvaluation>(run.Evaluations) { [dataset] = change(before) } };
    }

    /// <summary>The folder of an evaluation on a dataset.</summary>
    public static RunFolder Files(RunFolder run, string dataset) => new(Path.Combine(run.Evaluations, EvaluationNames.Folder(dataset)));

    private static string[] Arguments(RunFolder folder, Dataset dataset, Assignment work) =>
    [
        "evaluate-on", "--run-folder", folder.Path, "--name", EvaluationNames.Folder(dataset.Name), "--split", dataset.Split, "--datadir",
        dataset.Datadir,
        .. dataset.Patients is { } patients ? (string[])["--patients", patients] : [],
        "--device-lease", work.Device, "--owner", work.Job.Owner,
    ];
}
