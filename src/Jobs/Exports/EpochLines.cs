using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Exports;

/// <summary>Writes epochs as JSON lines: every line has all keys, null where an epoch has no value.</summary>
internal sealed class EpochLines : IEpochText
{
    private static readonly JavaScriptEncoder encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly JsonEncodedText[] facts = [.. EpochExport.Facts.Select(Encoded)];

    private readonly Stream output;
    private readonly JsonEncodedText[] names;
    private readonly Utf8JsonWriter json;

    public EpochLines(Stream output, IReadOnlyList<string> names)
    {
        this.output = output;
        this.names = [.. names.Select(Encoded)];
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = encoder, SkipValidation = true });
    }

    public void Begin() { }

    public void Write(EpochTable table)
    {
        // Of each run once, not of each of its epochs.
        (JsonEncodedText Id, JsonEncodedText Experiment, JsonEncodedText? Name)[] runs = [.. table.Runs.Select(run =>
            (Encoded(run.Id), Encoded(run.Experiment), run.Name is { } name ? Encoded(name) : (JsonEncodedText?)null))];
        for (int row = 0; row < table.Rows; row++)
        {
            (JsonEncodedText id, JsonEncodedText experiment, JsonEncodedText? name) = runs[table.RunOf[row]];
            json.WriteStartObject();
            json.WriteString(facts[0], id);
            json.WriteString(facts[1], experiment);
            if (name is { } given) json.WriteString(facts[2], given);
            else json.WriteNull(facts[2]);
            json.WriteNumber(facts[3], table.Numbers[row]);
            for (int column = 0; column < names.Length; column++)
            {
                if (table.Column(column)[row] is { } value) json.WriteNumber(names[column], value);
                else json.WriteNull(names[column]);
            }
            json.WriteEndObject();
            json.Flush();
            output.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    public void Dispose() => json.Dispose();

    private static JsonEncodedText Encoded(string text) => JsonEncodedText.Encode(text, encoder);
}
