namespace Angioboard.Jobs.Supervision;

/// <summary>What a webhook receives.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status"><c>finished</c>, <c>failed</c>, <c>diverged</c>, <c>hangs</c>, or <c>test</c>.</param>
/// <param name="Metric">The metric that selects its best epoch.</param>
/// <param name="Value">The best value; null before the first epoch ends.</param>
/// <param name="Link">The address of its page; null without a public address.</param>
/// <param name="Text">All of it in a sentence.</param>
internal sealed record Notice(string Run, string Title, string Status, string Metric, double? Value, string? Link, string Text);
