using Angioboard.Jobs.Slurm;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>What Slurm says, or said last, of the job that trains a run.</summary>
/// <param name="Job">Its number.</param>
/// <param name="State">Its state in Slurm's words: <c>PENDING</c>, <c>RUNNING</c>.</param>
/// <param name="Reason">Why it waits, or ended; null if Slurm does not say.</param>
/// <param name="Node">Its node; null while it waits.</param>
/// <param name="Start">When it started, or is expected to; null if unknown.</param>
/// <param name="End">When its time is over; null if unknown, or without a limit.</param>
/// <param name="Problem">Why the rest is old; null if Slurm answers.</param>
internal sealed record SlurmDocument(
    string Job, string? State, string? Reason, string? Node, DateTime? Start, DateTime? End, string? Problem)
{
    /// <summary>What Slurm says; null for a run of the dashboard's own machine.</summary>
    public static SlurmDocument? Of(SlurmPlace? place) => place is null ? null : new SlurmDocument(place.Job, place.State, place.Reason,
        place.Node, place.Start?.UtcDateTime, place.End?.UtcDateTime, place.Problem);
}
