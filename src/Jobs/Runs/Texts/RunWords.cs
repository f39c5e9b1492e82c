namespace Angioboard.Jobs.Runs.Texts;

/// <summary>What people wrote on a run.</summary>
/// <param name="Name">Its name; null if it has none.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Note">Its note.</param>
public sealed record RunWords(string? Name, IReadOnlyList<string> Tags, string Note)
{
    /// <summary>The words of a run.</summary>
    public static RunWords Of(Run run) => new(run.Name, run.Tags, run.Note);
}
