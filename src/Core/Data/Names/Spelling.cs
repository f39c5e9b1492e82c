using System.Text;
using HarfBuzzSharp;

namespace Angioboard.Core.Data.Names;

/// <summary>
/// Tells texts that are written otherwise from texts that are others. .NET normalises nothing without ICU, which this program does without
/// (<c>string.Normalize</c> gives back what it got): the tables are HarfBuzz's.
/// </summary>
internal static class Spelling
{
    private const char Unreadable = '\uFFFD';

    private static readonly UnicodeFunctions unicode = UnicodeFunctions.Default;

    /// <summary>The text with every accented letter taken apart, accents in Unicode's order (NFD): the same for ü as one sign and as u and two dots.</summary>
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
            foreach (uint sign in signs[i..next].OrderBy(sign => (int)unicode.GetCombiningClass(sign))) canonical.Append(new Rune(sign).ToString());
            i = next;
        }
        return canonical.ToString();
    }

    /// <summary>What is left of a name without what people overlook: case, blanks around it, how many stand within, how accents are stored.</summary>
    public static string Loose(string name) =>
        string.Join(' ', Canonical(name).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>Whether a name on the disk may be this one in a system's older encoding: .NET reads each byte that is not UTF-8 as U+FFFD.</summary>
    public static bool IsInAnotherEncoding(string written, string there) =>
        there.Contains(Unreadable) && there.Length == written.Length
        && there.Zip(written).All(pair => pair.First == pair.Second || (pair.First == Unreadable && !char.IsAscii(pair.Second)));

    /// <summary>In what two names of the same <see cref="Loose"/> form differ, in words.</summary>
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
