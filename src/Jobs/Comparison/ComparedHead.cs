namespace Angioboard.Jobs.Comparison;

/// <summary>The head of a column: a run, or a variant of a study, beside others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What tells more of it: an id.</param>
/// <param name="Mark">The key of its colour.</param>
public sealed record ComparedHead(string Name, string Title, int Mark);
