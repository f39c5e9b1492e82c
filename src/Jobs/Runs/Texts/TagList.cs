namespace Angioboard.Jobs.Runs.Texts;

/// <summary>The tags of a run, each once, whether written in capitals or not.</summary>
public static class TagList
{
    /// <summary>The tags in a text, separated by commas.</summary>
    public static IReadOnlyList<string> Read(string text) => Of(text.Split(','));

    /// <summary>The tags among texts: without spaces around them, and without empty ones.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts) =>
        [.. texts.Select(text => text.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
