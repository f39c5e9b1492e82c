using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The progress of a running run.</summary>
/// <param name="Phase"><c>prepare</c>, <c>train</c>, <c>predict</c> or <c>evaluate</c>.</param>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Share">How much of the phase is done, from 0 to 1.</param>
/// <param name="SecondsLeft">Seconds of training left; null if unknown.</param>
/// <param name="FramesPerSecond">Training speed; null outside training.</param>
/// <param name="Loss">Loss of the last batch; null outside training.</param>
/// <param name="Note">A note of the phase.</param>
/// <param name="Seen">When the trainer last wrote anything.</param>
/// <param name="WaitsFor">Why the trainer waits; null if it does not.</param>
internal sealed record ProgressDocument(
    string Phase, int Epoch, int Epochs, double Share, double? SecondsLeft, double? FramesPerSecond, double? Loss, string? Note,
    DateTime Seen, string? WaitsFor)
{
    /// <summary>Of a run; null if it does not run.</summary>
    public static ProgressDocument? Of(Run run) => run.Progress is not { } progress || run.Status.IsFinal() ? null : new(
        progress.Phase, progress.Epoch + 1, progress.Epochs, progress.Share, progress.SecondsLeft, progress.FramesPerSecond,
        progress.Loss, progress.Note, progress.Seen.UtcDateTime, progress.Paused);
}
