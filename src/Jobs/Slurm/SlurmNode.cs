namespace Angioboard.Jobs.Slurm;

/// <summary>A node of a partition, as Slurm last described it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partition">The partition.</param>
/// <param name="State">Its state in Slurm's words: <c>idle</c>, <c>mixed</c>, <c>allocated</c>, <c>down</c>, <c>drained</c>.</param>
/// <param name="Responds">Whether the controller reaches it.</param>
/// <param name="Processors">Its processors.</param>
/// <param name="ProcessorsInUse">How many of them jobs have.</param>
/// <param name="Megabytes">Its memory.</param>
/// <param name="Gpus">Its GPUs.</param>
/// <param name="GpusInUse">How many of them jobs have.</param>
/// <param name="Reason">Why it takes no jobs; null if it does, or if Slurm does not say.</param>
public sealed record SlurmNode(string Name, string Partition, string State, bool Responds, int Processors, int ProcessorsInUse,
    long Megabytes, int Gpus, int GpusInUse, string? Reason)
{
    /// <summary>Whether it takes jobs.</summary>
    public bool TakesJobs => Responds && State is "idle" or "mixed" or "allocated" or "completing" or "planned" or "reserved";
}
