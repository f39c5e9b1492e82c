using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Angioboard.Jobs.Store;

/// <summary>Reads equal texts as one object: thousands of runs repeat the same names, paths and classes.</summary>
internal sealed class SharedText : JsonConverter<string>
{
    // Longer texts, and later ones, are probably people's own words, which occur once.
    private const int LongestShared = 200, MostShared = 50_000;

    private static readonly ConcurrentDictionary<string, string> Shared = new(StringComparer.Ordinal);
    private static int count;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Share(reader.GetString());

    /// <inheritdoc/>
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Share(reader.GetString())!;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Share(string? text)
    {
        if (text is null or { Length: > LongestShared }) return text;
        if (Shared.TryGetValue(text, out string? same)) return same;
        // The dictionary's own count would lock all of it.
        return Interlocked.Increment(ref count) > MostShared ? text : Shared.GetOrAdd(text, text);
    }
}
