namespace Angioboard.Core;

/// <summary>Progress of a stage.</summary>
/// <param name="Stage">What is being done, in a word or two: <c>decoding frames</c>.</param>
/// <param name="Done">Units done so far.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Note">A value to show beside the bar, such as <c>loss 0.431</c>.</param>
public readonly record struct StageProgress(string Stage, long Done, long Total, string? Note = null);
