namespace Angioboard.Dashboard.Runs;

/// <summary>Tags to add to and remove from runs.</summary>
internal sealed record TagChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    /// <summary>The longest tag.</summary>
    public const int Longest = 40;

    /// <summary>The tags in a text, separated by commas.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => tag.Length > Longest ? tag[..Longest] : tag).Distinct()];
}
