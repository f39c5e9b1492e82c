using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Angioboard.Core.Files;

/// <summary>
/// JSON from a file that may have been edited by hand. .NET checks names and strings only on access, and throws then: here all
/// faults are found at once. The exception's message is one line for the user, without the file's name.
/// </summary>
public static class JsonText
{
    /// <summary>Writes letters of every language as they are.</summary>
    public static JsonSerializerOptions Unescaped { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses text with unique names and valid Unicode strings.</summary>
    /// <exception cref="JsonException">It is not valid in this sense.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, bool comments = false)
    {
        json = WithoutMark(json);
        Require(json, comments);
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = comments,
                CommentHandling = comments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            });
        }
        catch (JsonException e)
        {
            // Everything else was checked.
            throw Twice(json, comments, e);
        }
    }

    /// <summary>The same for a string.</summary>
    /// <exception cref="JsonException">It is not valid in this sense.</exception>
    public static JsonNode? Parse(string json, bool comments = false) => Parse(Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF')), comments);

    /// <summary>What is wrong with a file of this program, in a few words.</summary>
    /// <param name="e">What reading it threw.</param>
    /// <param name="format">Whose format it is not in: <c>`angioboard evaluate`</c>.</param>
    public static string Fault(JsonException e, string format)
    {
        // Valid JSON of another kind has a path; messages about invalid JSON already name the place.
        string? place = e.Path == "$" ? $"line {e.LineNumber + 1}" : e.Path;
        return place is null ? e.Message : $"{place} is not in the format of {format}; run it again to rewrite the file";
    }

    /// <summary>The text after a byte order mark of UTF-8, which some editors write.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    /// <summary>Checks the whole text: encoding, syntax, every name and string. Names may appear twice.</summary>
    /// <param name="json">The text, without a byte order mark.</param>
    /// <param name="comments">Whether comments and trailing commas are allowed.</param>
    /// <param name="unicode">Whether strings must be valid Unicode; otherwise their reader checks.</param>
    /// <exception cref="JsonException">It is not JSON, or a string is not valid Unicode, such as <c>"\ud800"</c>.</exception>
    public static void Require(ReadOnlySpan<byte> json, bool comments = false, bool unicode = true)
    {
        RequireUtf8(json);
        Utf8JsonReader reader = Reader(json, comments);
        // One bit per open bracket, the innermost last: 1 for an object. The reader's depth limit is 64.
        ulong objects = 0;
        int read = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    objects = (objects << 1) | (reader.TokenType == JsonTokenType.StartObject ? 1UL : 0);
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) objects >>= 1;
                else if (unicode && reader.ValueIsEscaped) RequireUnicode(json, reader);
                read = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException e) when (e.LineNumber is not null)
        {
            throw JsonFault.Of(json, reader, read, (objects & 1) == 1, e);
        }
    }

    private static void RequireUtf8(ReadOnlySpan<byte> json)
    {
        // Half of UTF-16's bytes for Latin letters are zeros, which JSON never contains.
        bool wide = json is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0, _, ..] or [_, 0, ..];
        if (wide) throw new JsonException("the text is UTF-16, not UTF-8; save the file as UTF-8");
        if (!Utf8.IsValid(json)) throw new JsonException("the text is not UTF-8; save the file as UTF-8");
    }

    private static void RequireUnicode(ReadOnlySpan<byte> json, in Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw JsonFault.At(json, (int)reader.TokenStartIndex, "a string is not valid Unicode; write whole characters", e);
        }
    }

    private static JsonException Twice(ReadOnlySpan<byte> json, bool comments, JsonException cause)
    {
        Utf8JsonReader reader = Reader(json, comments);
        Stack<HashSet<string>> open = [];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) open.Push([]);
            else if (reader.TokenType == JsonTokenType.EndObject) open.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.GetString() is { } name && !open.Peek().Add(name))
                return JsonFault.At(json, (int)reader.TokenStartIndex, $"{name} appears twice; keep one of the two", cause);
        }
        return cause;
    }

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> json, bool comments) => new(json, new JsonReaderOptions
    {
        AllowTrailingCommas = comments,
        CommentHandling = comments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
    });
}
