using Angioboard.Core;

namespace Angioboard.Jobs.Runs.Texts;

/// <summary>Limits for the texts that people write on runs: all runs are kept in memory and sent to every list.</summary>
public static class TextLimits
{
    /// <summary>Characters of a name.</summary>
    public const int Name = 200;

    /// <summary>Characters of a note.</summary>
    public const int Note = 10_000;

    /// <summary>Characters of a tag.</summary>
    public const int Tag = 40;

    /// <summary>Tags of a run.</summary>
    public const int Tags = 50;

    /// <summary>What is too long, one line each.</summary>
    public static IEnumerable<string> Problems(string? name, IReadOnlyCollection<string> tags, string note)
    {
        if (name?.Length > Name) yield return $"name: has {name.Length} characters; {Name} at most";
        if (note.Length > Note) yield return $"note: has {note.Length} characters; {Note} at most";
        if (tags.Count > Tags) yield return $"tags: there are {tags.Count}; {Tags} at most on a run";
        if (tags.FirstOrDefault(tag => tag.Length > Tag) is { } tooLong)
            yield return $"tags: {tooLong[..Tag]}… has {tooLong.Length} characters; {Tag} at most";
    }

    /// <summary>Makes sure that the texts of a run are not too long.</summary>
    /// <param name="run">The run.</param>
    /// <param name="before">The run before the change: texts that did not change may stay, however long.</param>
    /// <exception cref="InputException">Some are.</exception>
    internal static void Require(Run run, Run? before = null)
    {
        string[] problems =
        [
            .. Problems(
                run.Name == before?.Name ? null : run.Name,
                before is not null && (ReferenceEquals(run.Tags, before.Tags) || run.Tags.Count < before.Tags.Count) ? [] : run.Tags,
                run.Note == before?.Note ? "" : run.Note),
        ];
        if (problems.Length > 0) throw new InputException(problems);
    }
}
