namespace Angioboard.Jobs.Slurm;

/// <summary>What Slurm says of a job, as text for people.</summary>
internal static class SlurmWords
{
    /// <summary>Why a job waits.</summary>
    public static string Waiting(SlurmPlace place) => $"waits in Slurm as job {place.Job}{(place.Reason is { } why ? $": {why}" : "")}";
}
