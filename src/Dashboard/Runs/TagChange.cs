using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Dashboard.Runs;

/// <summary>Tags to add to and remove from runs.</summary>
internal sealed record TagChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    /// <summary>The tags in a text, separated by commas.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        TagList.Of(TagList.Read(text).Select(tag => tag.Length > TextLimits.Tag ? tag[..TextLimits.Tag] : tag));
}
