namespace Angioboard.Core.Evaluation;

/// <summary>
/// Python's json module writes NaN, Infinity and -Infinity, which are not JSON. Quoted, they can be read and named at
/// their place instead of being refused as a syntax error.
/// </summary>
internal static class PythonNumbers
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "-Infinity"u8.ToArray(), "Infinity"u8.ToArray()];

    /// <summary>The same text with these words, where they stand outside of strings, in quotes.</summary>
    public static byte[] Quote(byte[] json)
    {
        if (json.AsSpan().IndexOfAny((byte)'N', (byte)'I') < 0) return json;

        using MemoryStream quoted = new(json.Length + 64);
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte[]? word = inString ? null : Array.Find(Words, word => json.AsSpan(i).StartsWith(word));
            if (word is null)
            {
                quoted.WriteByte(json[i]);
                if (inString && json[i] == '\\' && i + 1 < json.Length) quoted.WriteByte(json[++i]);
                else if (json[i] == '"') inString = !inString;
                continue;
            }
            quoted.WriteByte((byte)'"');
            quoted.Write(word);
            quoted.WriteByte((byte)'"');
            i += word.Length - 1;
        }
        return quoted.ToArray();
    }
}
