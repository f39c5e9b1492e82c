using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>Asks Slurm for the nodes and jobs of partitions.</summary>
internal static class SlurmQuery
{
    /// <summary>The cluster now.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InputException">Slurm does not answer or refuses, or a partition is not there.</exception>
    public static async Task<SlurmSurvey> AskAsync(IReadOnlyList<string> partitions, TimeProvider time, CancellationToken cancellation)
    {
        string[] of = ["--partition", string.Join(',', partitions)];
        IReadOnlyList<SlurmNode> nodes =
            SlurmOutput.Nodes(await SlurmCommand.RunAsync("sinfo", [.. SlurmOutput.NodeArguments, .. of], time, cancellation));
        // sinfo lists nothing for a partition that is not there, and squeue then refuses all.
        string[] missing = [.. partitions.Except(nodes.Select(node => node.Partition))];
        if (missing.Length > 0)
            throw new InputException([.. missing.Select(name =>
                $"Slurm has no nodes in a partition {name}: see `sinfo`, and set Angioboard:Slurm:Partitions to what is there")]);
        IReadOnlyList<SlurmJob> jobs =
            SlurmOutput.Jobs(await SlurmCommand.RunAsync("squeue", [.. SlurmOutput.JobArguments, .. of], time, cancellation));
        return new SlurmSurvey(nodes, jobs, time.GetUtcNow());
    }
}
