namespace Angioboard.Jobs.Slurm;

/// <summary>What Slurm says of a job, as text for people.</summary>
internal static class SlurmWords
{
    /// <summary>Why a job waits.</summary>
    public static string Waiting(SlurmPlace place) => place.Job.Length == 0
        ? $"is being submitted to Slurm{(place.Problem is { } silence ? $", which does not answer: {silence}" : "")}"
        : $"waits in Slurm as job {place.Job}{(place.Reason is { } why ? $": {why}" : "")}";
}
