using Angioboard.Jobs.Slurm;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>A Slurm cluster.</summary>
/// <param name="At">When Slurm last answered; null before its first answer.</param>
/// <param name="Problem">Why the rest is old or missing; null if Slurm has just answered.</param>
/// <param name="Nodes">The nodes of the configured partitions.</param>
/// <param name="Jobs">The jobs of all users in them.</param>
internal sealed record ClusterDocument(
    DateTime? At, string? Problem, IReadOnlyList<ClusterNodeDocument> Nodes, IReadOnlyList<ClusterJobDocument> Jobs)
{
    /// <summary>Of what Slurm said last.</summary>
    public static ClusterDocument Of(SlurmSurvey survey) => new(
        survey.At?.UtcDateTime, survey.Problem,
        [.. survey.Nodes.Select(node => new ClusterNodeDocument(node.Name, node.Partition, node.State, node.Responds, node.Processors,
            node.ProcessorsInUse, node.Megabytes, node.Gpus, node.GpusInUse, node.Reason))],
        [.. survey.Jobs.Select(job => new ClusterJobDocument(job.Id, job.Partition, job.User, job.State, job.Gpus, job.Nodes, job.Place,
            job.Start?.UtcDateTime, job.TimeLeft, job.Reason))]);
}

/// <summary>A node, in Slurm's words.</summary>
internal sealed record ClusterNodeDocument(string Name, string Partition, string State, bool Responds, int Processors, int ProcessorsInUse,
    long Megabytes, int Gpus, int GpusInUse, string? Reason);

/// <summary>A job, in Slurm's words.</summary>
internal sealed record ClusterJobDocument(string Id, string Partition, string User, string State, int GpusPerNode, int Nodes, string? Place,
    DateTime? Start, string TimeLeft, string? Reason);
