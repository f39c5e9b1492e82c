namespace Angioboard.Jobs.Runs;

/// <summary>How far a running run has come; kept in memory only.</summary>
/// <param name="Phase"><c>prepare</c>, <c>train</c>, <c>predict</c> or <c>evaluate</c>.</param>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Share">How much of the phase is done, from 0 to 1.</param>
/// <param name="SecondsLeft">Seconds of training left; null while unknown.</param>
/// <param name="FramesPerSecond">Training speed; null outside training.</param>
/// <param name="Loss">Loss of the last batch; null outside training.</param>
/// <param name="Note">What the phase says of itself.</param>
/// <param name="Seen">When the trainer last wrote anything, or said that it waits.</param>
/// <param name="Paused">Why the trainer waits, such as for space on the disk; null while it works.</param>
public sealed record RunProgress(
    string Phase, int Epoch, int Epochs, double Share, double? SecondsLeft, double? FramesPerSecond, double? Loss, string? Note, DateTimeOffset Seen,
    string? Paused = null);
