using System.Globalization;

namespace Angioboard.Core.RunFolders;

/// <summary>What a report says about a seal.</summary>
public static class TestSealText
{
    private static readonly string[] words =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>
    /// A line for a report on a run: <c>test split sealed 29 Nov 2026 by anna; revealed 3 Dec 2026 by ben: final model</c>.
    /// </summary>
    public static string Line(TestSeal seal)
    {
        if (seal.Problem is { } problem) return problem;
        string line = $"test split sealed {Day(seal.SealedAt)} by {seal.SealedBy}";
        if (seal.Unsealed is { } lifted) return $"{line}; unsealed {Day(lifted.At)} by {lifted.By}: {lifted.Reason}";
        if (seal.Reveals.Count == 0) return $"{line}; not revealed so far";
        TestReveal first = seal.Reveals[0];
        string again = seal.Reveals.Count > 1 ? $", and {seal.Reveals.Count - 1} more {(seal.Reveals.Count == 2 ? "time" : "times")}" : "";
        return $"{line}; revealed {Reveal(first)}{again}";
    }

    /// <summary>A reveal: <c>3 Dec 2026 by ben, third on this dataset: final model</c>.</summary>
    public static string Reveal(TestReveal reveal) =>
        $"{Day(reveal.At)} by {reveal.By}{(reveal.Number is { } number ? $", {Ordinal(number)} on this dataset" : "")}: {reveal.Reason}";

    /// <summary>A number from 1 in a word, or from 11 as 11th, 21st …</summary>
    public static string Ordinal(int number) => number is >= 1 and <= 10 ? words[number - 1]
        : $"{number}" + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static string Day(DateTimeOffset? at) => at?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "at an unknown time";
}
