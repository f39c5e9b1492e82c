using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Comparison.Export;

/// <summary>Reasons and cautions of a comparison, which knows classes by their numbers only.</summary>
public static partial class ComparisonNote
{
    /// <summary>The text with the names of the classes: <c>class “Window defect” has only 8 patients</c>.</summary>
    /// <param name="text">A note, a reason, or a sentence that ends with one.</param>
    /// <param name="classes">The names of the classes. Where they are numbers, the text stays as it is.</param>
    public static string Named(string text, IReadOnlyList<string> classes) => ClassNumber().Replace(text, match =>
        int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int c) && c < classes.Count
            && classes[c] != match.Groups[1].Value ? $"class “{classes[c]}”" : match.Value);

    // A run may be called "class 3": only what is said of a class is one.
    [GeneratedRegex(@"\bclass (\d+)(?= has |: )")]
    private static partial Regex ClassNumber();
}
