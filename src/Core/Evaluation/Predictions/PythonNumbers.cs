using System.Buffers;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>
/// Python's json module writes NaN, Infinity and -Infinity, which are not JSON. Converted to strings, they can be read and reported with
/// their place instead of being refused as a syntax error.
/// </summary>
internal static class PythonNumbers
{
    // Marks a string that replaces a word: a character that no keyboard has.
    private const byte Sign = 0x7f;

    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"NI-"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    /// <summary>Replaces the words outside strings by strings of the same length.</summary>
    public static void Quote(Span<byte> json)
    {
        for (int at = 0; json[at..].IndexOfAny(Starts) is var next and >= 0;)
        {
            at += next;
            if (json[at] == '"')
            {
                at = EndOfText(json, at + 1);
                continue;
            }
            ReadOnlySpan<byte> rest = json[at..];
            int length = rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
            if (length > 0)
            {
                (json[at], json[at + 1], json[at + length - 1]) = ((byte)'"', Sign, (byte)'"');
            }
            at += Math.Max(length, 1);
        }
    }

    /// <summary>The word that a string replaced; null for an original string.</summary>
    public static string? Word(ReadOnlySpan<byte> text) => text switch
    {
        [Sign] => "NaN",
        [Sign, _, _, _, _, _] => "Infinity",
        [Sign, _, _, _, _, _, _] => "-Infinity",
        _ => null,
    };

    private static int EndOfText(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at..].IndexOfAny(InText) is var next and >= 0)
        {
            at += next;
            if (json[at] == '"') return at + 1;
            at += 2;
        }
        return json.Length;
    }
}
