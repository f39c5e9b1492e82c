using System.Diagnostics;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Trainers;

/// <summary>Submits trainers to Slurm, one job each.</summary>
internal sealed class SlurmSubmission(SlurmJobs jobs, SlurmMonitor monitor, AngioboardOptions options, TimeProvider time)
{
    /// <summary>The job that works in a folder, if one was submitted and not seen to end; null for none.</summary>
    public SlurmTrainer? Find(RunFolder place) => SlurmRecord.Open(place) is { } open ? new SlurmTrainer(jobs, place, open, time) : null;

    /// <summary>Submits a job. If Slurm does not answer, the job may exist all the same: it is then looked for by its name.</summary>
    /// <param name="program">The <c>angioboard</c> executable.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="place">The folder in which it works; what it prints is appended to trainer.log there.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="threads">Processors.</param>
    /// <param name="variables">Environment variables that it gets in addition to those it is known to need.</param>
    /// <param name="cancellation">Ends the wait for Slurm.</param>
    /// <exception cref="InputException">Slurm refuses the job; or the folder cannot be written to.</exception>
    public async Task<SlurmTrainer> SubmitAsync(
        string program, IReadOnlyList<string> arguments, RunFolder place, string partition, int threads, IReadOnlyList<string> variables,
        CancellationToken cancellation)
    {
        FolderRights.Share(place.Path, options);
        SlurmRecord record = SlurmRecord.Make(place, partition, time.GetUtcNow());
        record.Write(place);
        string script = SlurmScript.Of(program, arguments, place, record.Name, options);
        try
        {
            string number = await SlurmCommand.RunAsync("sbatch", Arguments(record, threads), time, cancellation, script,
                start => Limit(start, variables));
            // With federated clusters, the cluster's name follows.
            record = record with { Job = number.Trim().Split(';')[0] };
        }
        catch (SlurmSilenceException)
        {
            return new SlurmTrainer(jobs, place, record, time);
        }
        catch (InputException e)
        {
            (record with { Ended = time.GetUtcNow() }).Write(place);
            throw new InputException($"Slurm does not take it: {string.Join("; ", e.Problems)}", e);
        }
        try
        {
            record.Write(place);
        }
        catch (InputException)
        {
            // A full disk: the name was written before, and is enough to find the job.
        }
        return new SlurmTrainer(jobs, place, record, time);
    }

    private List<string> Arguments(SlurmRecord record, int threads)
    {
        SlurmOptions slurm = options.Slurm;
        List<string> all =
        [
            "--parsable", "--requeue", "--signal=B:TERM@120", "--open-mode=append", "--output=/dev/null", "--error=/dev/null", "--chdir=/",
            "--nodes=1", "--ntasks=1", string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={threads}"),
            $"--job-name={record.Name}", $"--partition={record.Partition}",
        ];
        if (monitor.Latest.Nodes.Any(node => node.Partition == record.Partition && node.Gpus > 0)) all.Add("--gres=gpu:1");
        if (slurm.Account is { } account) all.Add($"--account={account}");
        if (slurm.Qos is { } qos) all.Add($"--qos={qos}");
        if (slurm.TimeLimit is { } limit) all.Add($"--time={limit}");
        return [.. all, .. slurm.Options];
    }

    private void Limit(ProcessStartInfo start, IReadOnlyList<string> variables)
    {
        TrainerEnvironment.Limit(start, [.. variables, .. SlurmCommand.Kept]);
        start.Environment[DataFolder.Variable] = options.DataFolder;
        // Slurm says which of the node's GPUs are the job's.
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
    }
}
