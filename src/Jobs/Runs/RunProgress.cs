namespace Angioboard.Jobs.Runs;

/// <summary>The progress of a running run; kept in memory only.</summary>
/// <param name="Phase"><c>prepare</c>, <c>train</c>, <c>predict</c> or <c>evaluate</c>.</param>
/// <param name="Epoch">The current epoch, from 0.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Share">How much of the phase is done, from 0 to 1.</param>
/// <param name="SecondsLeft">Seconds of training left; null if unknown.</param>
/// <param name="FramesPerSecond">Training speed; null outside training.</param>
/// <param name="Loss">Loss of the last batch; null outside training.</param>
/// <param name="Note">A note of the phase.</param>
/// <param name="Seen">When the trainer last wrote anything, or reported that it waits.</param>
/// <param name="Paused">Why the trainer waits, such as for space on the disk; null if it does not wait.</param>
public sealed record RunProgress(
    string Phase, int Epoch, int Epochs, double Share, double? SecondsLeft, double? FramesPerSecond, double? Loss, string? Note,
    DateTimeOffset Seen,
    string? Paused = null);
