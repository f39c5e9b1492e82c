using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>Evaluates a run's best checkpoint on another dataset, in a separate process.</summary>
internal sealed class EvaluationSupervisor(
    QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets, DataRoots roots, Scheduler scheduler,
    TimeProvider time)
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
        using TrainerProcess process = Alive(folder, name) is { } alive
            ? TrainerProcess.Found(alive.Process, setup.Executable, folder.Path)
            : TrainerProcess.Start(setup.Executable, Arguments(folder, dataset, work), folder, options, setup.TrainerVariables,
                work.Device);
        work.Runs(process);
        Set(run.Id, name, evaluation => evaluation with { Status = RunStatus.Running, Reason = null });
        while (!process.HasEnded)
        {
            work.KillWhenLate(setup.KillAfter);
            await Task.Delay(setup.Tick, time, cancellation);
        }

        int? exitCode = process.ExitCode;
        work.Unfiled = () => Settle(work, run, folder, exitCode);
        work.Unfiled();
    }

    private void Settle(Assignment work, Run run, RunFolder folder, int? exitCode)
    {
        string name = work.Job.Dataset!;
        // For a process started by an earlier dashboard, the files that it left show whether it succeeded.
        bool done = exitCode is { } code ? code == 0 : File.Exists(Files(folder, name).Predictions);
        if (done) End(run.Id, name, RunStatus.Finished, null);
        else if (work.StoppedBy is not null) End(run.Id, name, RunStatus.Stopped, null);
        else if (exitCode == Jobs.Leases.ExitCode.Held)
        {
            Requeue(TrainingSupervisor.WhyHeld(options, work.Device));
        }
        else if (exitCode == Jobs.Leases.ExitCode.DiskFull)
        {
            Requeue(TrainingSupervisor.DiskFull(folder));
        }
        else
        {
            string reason = TrainerExit.Of(null, exitCode, folder).Reason
                ?? $"ended by {(exitCode is { } exit ? Signals.Describe(exit) : "an unknown cause")}\n{TrainerExit.LastLines(folder)}";
            End(run.Id, name, RunStatus.Failed, reason);
        }

        void Requeue(string reason)
        {
            Set(run.Id, name, evaluation => evaluation with { Status = RunStatus.Queued });
            scheduler.Enqueue(run.Id, name, work.Job.Owner, work.Job.Device, front: true, reason, HeldAgain);
        }
    }

    /// <summary>The process that evaluates a run on a dataset; null for none.</summary>
    public static TrainerFile? Alive(RunFolder folder, string dataset) =>
        TrainerFile.Read(Files(folder, dataset).Trainer) is { IsAlive: true } trainer ? trainer : null;

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

    private static RunFolder Files(RunFolder run, string dataset) => new(Path.Combine(run.Evaluations, EvaluationNames.Folder(dataset)));

    private static string[] Arguments(RunFolder folder, Dataset dataset, Assignment work) =>
    [
        "evaluate-on", "--run-folder", folder.Path, "--name", EvaluationNames.Folder(dataset.Name), "--split", dataset.Split, "--datadir",
        dataset.Datadir,
        .. dataset.Patients is { } patients ? (string[])["--patients", patients] : [],
        "--device-lease", work.Device, "--owner", work.Job.Owner,
    ];
}
