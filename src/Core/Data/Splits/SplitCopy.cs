using System.Text.Encodings.Web;
using System.Text.Json;

namespace Angioboard.Core.Data.Splits;

/// <summary>
/// The copy of a split file in a run's folder: rewritten from the parsed content, never copied, so that the content of any other file does
/// not end up in a folder that others can download. It has the splits, exams, frames and labels of the original, in order.
/// </summary>
public static class SplitCopy
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The text of the copy.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="numClasses">Labels run from 0 to one less than this.</param>
    /// <exception cref="InputException">It is not a split file, or has unreadable entries; all problems are listed.</exception>
    public static byte[] Read(string splitPath, int numClasses)
    {
        Problems problems = new(splitPath);
        IReadOnlyList<SplitPart> parts = new SplitFile(splitPath, numClasses, problems).Read();
        return problems.Count == 0 ? Text(parts) : throw new InputException(problems);
    }

    /// <summary>The text of a split file with these splits.</summary>
    internal static byte[] Text(IReadOnlyList<SplitPart> parts)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Json))
        {
            json.WriteStartObject();
            foreach (SplitPart part in parts)
            {
                json.WriteStartArray(part.Name);
                foreach (SplitEntry entry in part.Entries) Write(json, entry);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SplitEntry entry)
    {
        json.WriteStartArray();
        json.WriteStringValue($"{entry.Exam}/{entry.Frame}");
        if (entry.Label is { } label) json.WriteNumberValue(label);
        else json.WriteNullValue();
        json.WriteEndArray();
    }
}
