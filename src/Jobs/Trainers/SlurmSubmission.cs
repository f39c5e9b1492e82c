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
    // Slurm's commands find their cluster by them. Others, such as SBATCH_ACCOUNT, would add to what the operator has configured.
    private static readonly string[] Kept = ["SLURM_CONF", "SLURM_CLUSTERS"];

    /// <summary>The job that works in a folder, if one was submitted and not seen to end; null for none.</summary>
    public SlurmTrainer? Find(RunFolder place)
    {
        if (SlurmRecord.Open(place) is not { } open) return null;
        // If nobody learned its number from sbatch, its trainer may have written it.
        open = open with { Job = open.Job ?? (TrainerFile.Read(place.Trainer) is { IsAlive: true } alive ? alive.SlurmJob : null) };
        return open.Job is null ? null : new SlurmTrainer(jobs, place, open, time);
    }

    /// <summary>Submits a job.</summary>
    /// <param name="program">The <c>angioboard</c> executable.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="place">The folder in which it works; what it prints is appended to trainer.log there.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="threads">Processors.</param>
    /// <param name="variables">Environment variables that it gets in addition to those it is known to need.</param>
    /// <param name="cancellation">Ends the wait for Slurm.</param>
    /// <exception cref="SlurmSilenceException">Slurm does not answer: to be tried again.</exception>
    /// <exception cref="InputException">Slurm refuses the job; or the folder cannot be written to.</exception>
    public async Task<SlurmTrainer> SubmitAsync(
        string program, IReadOnlyList<string> arguments, RunFolder place, string partition, int threads, IReadOnlyList<string> variables,
        CancellationToken cancellation)
    {
        if (await FindByNameAsync(place, cancellation) is { } earlier) return new SlurmTrainer(jobs, place, earlier, time);
        FolderRights.Share(place.Path, options);
        SlurmRecord record = SlurmRecord.Make(place, partition, time.GetUtcNow());
        record.Write(place);
        string script = SlurmScript.Of(program, arguments, place, record.Name, options);
        string number;
        try
        {
            number = await SlurmCommand.RunAsync("sbatch", Arguments(record, threads), time, cancellation, script,
                start => Limit(start, variables));
        }
        catch (InputException e) when (e is not SlurmSilenceException)
        {
            (record with { Ended = time.GetUtcNow() }).Write(place);
            throw new InputException($"Slurm does not take it: {string.Join("; ", e.Problems)}", e);
        }
        // With federated clusters, the cluster's name follows.
        record = record with { Job = number.Trim().Split(';')[0] };
        record.Write(place);
        return new SlurmTrainer(jobs, place, record, time);
    }

    // The dashboard that submitted it ended, or stopped waiting, before it had the number.
    private async Task<SlurmRecord?> FindByNameAsync(RunFolder place, CancellationToken cancellation)
    {
        if (SlurmRecord.Open(place) is not { Job: null } intent) return null;
        SlurmAnswer answer = await jobs.LookAgainAsync(cancellation);
        if (answer.Problem is { } problem) throw new SlurmSilenceException(problem);
        if (answer.Names.GetValueOrDefault(intent.Name) is not { } number) return null;
        SlurmRecord found = intent with { Job = number };
        found.Write(place);
        return found;
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
        TrainerEnvironment.Limit(start, [.. variables, .. Kept]);
        start.Environment[DataFolder.Variable] = options.DataFolder;
        // Slurm says which of the node's GPUs are the job's.
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
    }
}
