namespace Angioboard.Jobs.Runs;

/// <summary>Orders texts as people do: numbers in them by value (<c>Train_2</c> before <c>Train_10</c>), ignoring case.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static NaturalOrder Comparer { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (a.Length > 0 && b.Length > 0)
        {
            if (char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0]))
            {
                ReadOnlySpan<char> first = Digits(ref a), second = Digits(ref b);
                int byValue = first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
                if (byValue != 0) return byValue;
            }
            else
            {
                int byLetter = char.ToUpperInvariant(a[0]).CompareTo(char.ToUpperInvariant(b[0]));
                if (byLetter != 0) return byLetter;
                a = a[1..];
                b = b[1..];
            }
        }
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    // The digits at the start, without leading zeros; they are removed from the text.
    private static ReadOnlySpan<char> Digits(ref ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        ReadOnlySpan<char> digits = text[..end].TrimStart('0');
        text = text[end..];
        return digits;
    }
}
