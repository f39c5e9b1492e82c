namespace Angioboard.Jobs.Slurm;

/// <summary>The Slurm cluster beside this machine: section <c>Angioboard:Slurm</c>.</summary>
public sealed record SlurmOptions
{
    /// <summary>The partitions to show; none means that there is no cluster.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>Whether there is a cluster.</summary>
    public bool IsOn => Partitions.Count > 0;
}
