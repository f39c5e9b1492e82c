using System.Globalization;

namespace Angioboard.Jobs.Launches;

/// <summary>Ranges of whole numbers as people type them: <c>1-5</c>.</summary>
internal static class WholeRange
{
    /// <summary>The numbers of a range; null if the text is none, or it is too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most numbers.</param>
    public static IEnumerable<long>? Of(string text, long longest)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && Number(text[..dash]) is { } from && Number(text[(dash + 1)..]) is { } to && from <= to && to - from < longest
            ? Numbers(from, to - from)
            : null;
    }

    /// <summary>A whole number from 0; null if the text is none.</summary>
    public static long? Number(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    // Counted, since the last one may be the largest number there is.
    private static IEnumerable<long> Numbers(long first, long more)
    {
        for (long i = 0; i <= more; i++) yield return first + i;
    }
}
