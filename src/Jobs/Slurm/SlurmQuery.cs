using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>Asks Slurm for the nodes and jobs of partitions.</summary>
internal static class SlurmQuery
{
    /// <summary>The cluster now.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InputException">Slurm does not answer or refuses.</exception>
    public static async Task<SlurmSurvey> AskAsync(IReadOnlyList<string> partitions, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<SlurmNode> nodes = SlurmOutput.Nodes(
            await SlurmCommand.RunAsync("sinfo", [.. SlurmOutput.NodeArguments, .. In(partitions)], time, cancellation));
        // sinfo lists nothing for a partition that is not there, and squeue refuses all for one such.
        string[] missing = [.. partitions.Except(nodes.Select(node => node.Partition))], there = [.. partitions.Except(missing)];
        IReadOnlyList<SlurmJob> jobs = there.Length == 0 ? [] : SlurmOutput.Jobs(
            await SlurmCommand.RunAsync("squeue", [.. SlurmOutput.JobArguments, .. In(there)], time, cancellation));
        return new SlurmSurvey(nodes, jobs, time.GetUtcNow()) { Missing = missing };
    }

    private static string[] In(IReadOnlyList<string> partitions) => ["--partition", string.Join(',', partitions)];
}
