namespace Angioboard.Jobs.Slurm;

/// <summary>A job in Slurm's queue.</summary>
/// <param name="Id">Its number, with the task of an array: <c>12_3</c>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="User">Whose it is.</param>
/// <param name="State">Its state in Slurm's words: <c>PENDING</c>, <c>RUNNING</c>.</param>
/// <param name="Gpus">GPUs on each of its nodes.</param>
/// <param name="Nodes">How many nodes it has or wants.</param>
/// <param name="Place">Its nodes: <c>n[1-2]</c>; null while it waits.</param>
/// <param name="Start">When it started, or is expected to; null if Slurm does not say.</param>
/// <param name="TimeLeft">How long it may still run, in Slurm's form <c>days-hours:minutes:seconds</c>.</param>
/// <param name="Reason">Why it waits: <c>Resources</c>, <c>Priority</c>; null once it runs.</param>
public sealed record SlurmJob(string Id, string Partition, string User, string State, int Gpus, int Nodes, string? Place,
    DateTimeOffset? Start, string TimeLeft, string? Reason)
{
    /// <summary>Whether it waits for nodes.</summary>
    public bool Waits => State == "PENDING";
}
