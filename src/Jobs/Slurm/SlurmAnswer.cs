namespace Angioboard.Jobs.Slurm;

/// <summary>What Slurm last said of this user's jobs.</summary>
/// <param name="Places">The jobs by number, also those that ended a short time ago.</param>
/// <param name="Names">Their numbers by name.</param>
/// <param name="Asked">When it was asked, by a monotonic clock: later jobs are missing.</param>
/// <param name="Problem">Why the rest is old, in one line; null if Slurm has answered.</param>
internal sealed record SlurmAnswer(
    IReadOnlyDictionary<string, SlurmPlace> Places, IReadOnlyDictionary<string, string> Names, long Asked, string? Problem)
{
    /// <summary>Before the first answer.</summary>
    public static SlurmAnswer None { get; } =
        new(new Dictionary<string, SlurmPlace>(), new Dictionary<string, string>(), long.MinValue, "Slurm has not been asked yet");
}
