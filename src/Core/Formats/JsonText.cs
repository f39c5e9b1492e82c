using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Angioboard.Core.Formats;

/// <summary>
/// JSON from a file that anybody may have edited. .NET looks at names and texts only when they are asked for, and throws then: here all that
/// is wrong with them is found at once.
/// </summary>
public static class JsonText
{
    /// <summary>Reads text whose names are each there once and whose strings are whole characters.</summary>
    /// <exception cref="JsonException">It is not such JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, bool comments = false)
    {
        RequireUnicode(json, comments);
        return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
        {
            AllowDuplicateProperties = false,
            AllowTrailingCommas = comments,
            CommentHandling = comments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
    }

    /// <summary>The same of a text.</summary>
    /// <exception cref="JsonException">It is not such JSON.</exception>
    public static JsonNode? Parse(string json, bool comments = false) => Parse(Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF')), comments);

    /// <summary>Looks at every name and string.</summary>
    /// <exception cref="JsonException">One is no Unicode, as <c>"\ud800"</c>, or the text is not JSON.</exception>
    public static void RequireUnicode(ReadOnlySpan<byte> json, bool comments = false)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions
        {
            AllowTrailingCommas = comments,
            CommentHandling = comments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                int line = json[..(int)reader.TokenStartIndex].Count((byte)'\n');
                throw new JsonException("a text is not valid Unicode", path: null, line, bytePositionInLine: null, e);
            }
        }
    }
}
