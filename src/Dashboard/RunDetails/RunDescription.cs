using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>A run's name, tags and note.</summary>
/// <param name="Name">The display name; null for its folder's name.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Note">Free text.</param>
public sealed record RunDescription(string? Name, IReadOnlyList<string> Tags, string Note)
{
    /// <summary>The longest name.</summary>
    public const int MaxName = TextLimits.Name;

    /// <summary>The longest note.</summary>
    public const int MaxNote = TextLimits.Note;

    /// <summary>Reads the fields of a form: tags are separated by commas.</summary>
    public static RunDescription Of(string name, string tags, string note) => new(
        string.IsNullOrWhiteSpace(name) ? null : name.Trim(),
        TagList.Read(tags),
        note.Trim());
}
