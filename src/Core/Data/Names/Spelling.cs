using System.Text;
using HarfBuzzSharp;

namespace Angioboard.Core.Data.Names;

/// <summary>
/// Compares names that may differ only in spelling. .NET cannot normalise without ICU, which this program does not use
/// (<c>string.Normalize</c> returns its input), so HarfBuzz's tables are used.
/// </summary>
internal static class Spelling
{
    private const char Unreadable = '\uFFFD';

    private static readonly UnicodeFunctions unicode = UnicodeFunctions.Default;

    /// <summary>The text in canonical decomposition (NFD): the same for ü as one character and as u with a combining diaeresis.</summary>
    public static string Canonical(string text)
    {
        if (Ascii.IsValid(text)) return text;
        List<uint> signs = [];
        foreach (Rune rune in text.EnumerateRunes()) TakeApart((uint)rune.Value, signs);
        StringBuilder canonical = new(text.Length);
        for (int i = 0; i < signs.Count;)
        {
            int next = i + 1;
            while (next < signs.Count && unicode.GetCombiningClass(signs[next]) != UnicodeCombiningClass.NotReordered) next++;
            foreach (uint sign in signs[i..next].OrderBy(sign => (int)unicode.GetCombiningClass(sign)))
                canonical.Append(new Rune(sign).ToString());
            i = next;
        }
        return canonical.ToString();
    }

    /// <summary>
    /// A name without differences that people overlook: case, spaces around it, repeated spaces within, encoding of accents.
    /// </summary>
    public static string Loose(string name) =>
        string.Join(' ', Canonical(name).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>Whether a name on disk may be this one in an older encoding: .NET reads each byte that is not UTF-8 as U+FFFD.</summary>
    public static bool IsInAnotherEncoding(string written, string there) =>
        there.Contains(Unreadable) && there.Length == written.Length
        && there.Zip(written).All(pair => pair.First == pair.Second || (pair.First == Unreadable && !char.IsAscii(pair.Second)));

    /// <summary>The difference of two names with the same <see cref="Loose"/> form, in words.</summary>
    public static string Difference(string written, string there) =>
        there.Contains(Unreadable) ? "its encoding, which is not UTF-8 on the disk"
        : Canonical(written) == Canonical(there) ? "the encoding of its accents"
        : string.Equals(Canonical(written), Canonical(there), StringComparison.OrdinalIgnoreCase) ? "upper and lower case"
        : "its spaces";

    private static void TakeApart(uint sign, List<uint> signs)
    {
        if (!unicode.TryDecompose(sign, out uint first, out uint second))
        {
            signs.Add(sign);
            return;
        }
        TakeApart(first, signs);
        if (second != 0) TakeApart(second, signs);
    }
}
