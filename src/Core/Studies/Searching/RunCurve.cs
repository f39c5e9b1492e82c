namespace Angioboard.Core.Studies.Searching;

/// <summary>The validation values of a run of a study.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Fold">The fold's number; 0 without folds.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Values">
/// The value of <see cref="SelectionRule.Key"/> after each epoch, the first epoch first; null or NaN where it is undefined. Empty for a
/// run that has not begun.
/// </param>
/// <param name="IsFinished">Whether the run has trained to its end, early stopping included; not if it was paused or failed.</param>
/// <param name="IsLost">
/// Whether it has not finished and nobody trains it on: it failed, diverged, was stopped, or has no folder. Run again, it is not lost.
/// </param>
public sealed record RunCurve(
    string Variant, int Fold, long Seed, IReadOnlyList<double?> Values, bool IsFinished, bool IsLost = false);
