using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>Starts trainers where their device is, as a process here or as a job of Slurm, and finds those that already work.</summary>
internal sealed class TrainerSource(QueueSetup setup, AngioboardOptions options, SlurmSubmission slurm)
{
    /// <summary>What works in a folder now, as far as known; null for nothing.</summary>
    /// <param name="place">The folder of a run or of an evaluation.</param>
    /// <param name="run">The run; Slurm's jobs are only looked for in folders of this dashboard.</param>
    public FoundTrainer? Find(RunFolder place, Run run)
    {
        // First, as this machine may be a node itself.
        if (run.OtherUser is null && slurm.Find(place) is { } job) return new FoundTrainer(job, job.Device, job.Submitted);
        return TrainerFile.Read(place.Trainer) is { IsAlive: true } alive
            ? new FoundTrainer(TrainerProcess.Found(alive.Process, setup.Executable, place.Path), alive.Device, alive.Since)
            : null;
    }

    /// <summary>Whether anything works in a folder.</summary>
    public bool Works(RunFolder place, Run run)
    {
        using Trainer? found = Find(place, run)?.Trainer;
        return found is not null;
    }

    /// <summary>Starts a trainer.</summary>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="place">The folder in which it works.</param>
    /// <param name="work">The job and its device.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the wait for Slurm.</param>
    /// <exception cref="InputException">It cannot be started.</exception>
    public async Task<Trainer> StartAsync(IReadOnlyList<string> arguments, RunFolder place, Assignment work, Run run,
        CancellationToken cancellation) => DeviceSetting.Partition(work.Device) is { } partition
            ? await slurm.SubmitAsync(setup.Executable, arguments, place, partition, run.Settings.Threads ?? options.Slurm.Cpus,
                setup.TrainerVariables, cancellation)
            : TrainerProcess.Start(setup.Executable, arguments, place, options, setup.TrainerVariables, work.Device);
}
