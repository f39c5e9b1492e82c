using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Angioboard.Core.Files;

/// <summary>
/// Explains a JSON syntax error and its place to the file's author: .NET's messages describe its reader and count lines from 0.
/// </summary>
internal static class JsonFault
{
    // Maximum characters quoted of an unexpected word.
    private const int LongestWord = 40;

    private static readonly string[] NotFinite = ["nan", "infinity", "inf"];

    /// <summary>The error at which a reader stopped; its message is one line without the file's name.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="reader">The reader, as it stopped.</param>
    /// <param name="read">End of the last token that it read.</param>
    /// <param name="inObject">Whether the innermost open bracket is an object's.</param>
    /// <param name="cause">The reader's exception.</param>
    public static JsonException Of(ReadOnlySpan<byte> json, in Utf8JsonReader reader, int read, bool inObject, JsonException cause)
    {
        int end = Trimmed(json).Length;
        if (end == 0) return new JsonException("the file is empty, which is not JSON", cause);
        int at = Math.Min(end, LineStart(json, (int)(cause.LineNumber ?? 0)) + (int)(cause.BytePositionInLine ?? 0));
        return At(json, at, Words(json[..end], at, reader, read, inObject), cause);
    }

    /// <summary>An error at a place in a text.</summary>
    public static JsonException At(ReadOnlySpan<byte> json, int at, string words, Exception? cause = null)
    {
        int line = json[..at].Count((byte)'\n'), start = json[..at].LastIndexOf((byte)'\n') + 1;
        return new JsonException(
            $"line {line + 1} is not JSON: at column {Encoding.UTF8.GetCharCount(json[start..at]) + 1}: {words}", cause);
    }

    private static int LineStart(ReadOnlySpan<byte> json, int line)
    {
        int start = 0;
        for (; line > 0; line--) start += json[start..].IndexOf((byte)'\n') + 1;
        return start;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> json) => json.TrimEnd(" \t\r\n"u8);

    private static string Words(ReadOnlySpan<byte> json, int at, in Utf8JsonReader reader, int read, bool inObject)
    {
        // The reader may stand before the white space, the place within the token.
        int token = Math.Min(at, (int)reader.BytesConsumed);
        while (token < at && json[token] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') token++;
        if (at == json.Length)
            return $"the file ends {(json[token..] is [(byte)'"', ..] ? "within a string" : "before all brackets are closed")}; "
                + "it was cut short";

        ReadOnlySpan<byte> rest = json[token..], before = Trimmed(json[..token]);
        char first = (char)rest[0], last = before.IsEmpty ? '\0' : (char)before[^1];
        bool opened = reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        bool afterValue = !opened && last is not (',' or ':');
        // A name is consumed together with its colon.
        bool afterName = inObject && last == '"' && read < before.Length;
        return first switch
        {
            '<' when before.IsEmpty => "this is a web page or XML; get the file itself",
            'v' when json.StartsWith("version https://git-lfs"u8) =>
                "this is only a Git LFS pointer to the file; get the file with git lfs pull",
            '/' or '#' => "a comment, which JSON does not have; remove it",
            '"' when at > token => InText(json[at]),
            _ when afterValue && reader.CurrentDepth == 0 => "there is more text after the end; keep one object in the file",
            _ when afterName => "the : after a name is missing; write it",
            ']' or '}' when last == ',' => $"there is a comma before the {first}; remove it",
            ']' or '}' when last == ':' => $"the value before the {first} is missing; write it",
            ']' or '}' => $"the {first} closes nothing that is open; write {(first == ']' ? '}' : ']')}, or what is missing before it",
            _ when afterValue && at == token => "a comma is missing before this; write it",
            ',' => "there is a comma with nothing before it; remove it",
            '[' or '{' when inObject && last != ':' => "a name is missing before this; write \"name\": before it",
            '[' or '{' => $"{reader.CurrentDepth} lists and objects are open, more than any such file needs; check where they are closed",
            '\'' => "a string in single quotes; put it in double quotes, \"…\"",
            _ => Word(rest),
        };
    }

    private static string InText(byte fault) => fault switch
    {
        (byte)'\n' or (byte)'\r' => "a string continues on the next line; close it with \", or write \\n for a line break",
        (byte)'\t' => "a tab within a string; write \\t",
        < 0x20 => "a control character within a string; remove it",
        _ => "an invalid escape with \\ within a string; write \\\\ for a backslash, and / in a path",
    };

    private static string Word(ReadOnlySpan<byte> rest)
    {
        int length = 0;
        while (length < rest.Length && length < LongestWord
            && (char.IsAsciiLetterOrDigit((char)rest[length])
                || rest[length] is (byte)'_' or (byte)'.' or (byte)'+' or (byte)'-')) length++;
        string word = Encoding.ASCII.GetString(rest[..length]);
        return word switch
        {
            "" when Rune.DecodeFromUtf8(rest, out Rune rune, out _) == OperationStatus.Done
                && "“”„«»‘’".Contains($"{rune}", StringComparison.Ordinal) =>
                $"a string in quotes like {rune}; put it in plain double quotes, \"…\"",
            "" => "a character that does not belong here; remove it",
            "None" => "None is Python's; write null",
            "True" or "False" => $"{word} is Python's; write {word.ToLowerInvariant()}",
            _ when NotFinite.Contains(word.TrimStart('-', '+').ToLowerInvariant()) =>
                $"{word} is not a number in JSON; write null or a number",
            _ when char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.' =>
                $"{word} is not a valid JSON number; write it like 12, -0.5 or 1e-3",
            _ => $"the word {word} is not in quotes; put strings and names in double quotes, \"…\"",
        };
    }
}
