namespace Angioboard.Jobs.Slurm;

/// <summary>The cluster at one time.</summary>
/// <param name="Nodes">The nodes of the configured partitions.</param>
/// <param name="Jobs">The jobs of all users in these partitions.</param>
/// <param name="At">When Slurm last answered; null before its first answer.</param>
/// <param name="Problem">Why the rest is old or missing, in one line; null if Slurm has just answered.</param>
public sealed record SlurmSurvey(IReadOnlyList<SlurmNode> Nodes, IReadOnlyList<SlurmJob> Jobs, DateTimeOffset? At, string? Problem = null)
{
    /// <summary>Configured partitions that are not there, or have no nodes.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Before the first answer.</summary>
    public static SlurmSurvey None { get; } = new([], [], null);

    /// <summary>What to say of a partition that is not there.</summary>
    public static string Absent(string partition) =>
        $"Slurm has no nodes in a partition {partition}: see `sinfo`, and set Angioboard:Slurm:Partitions to what is there";
}
