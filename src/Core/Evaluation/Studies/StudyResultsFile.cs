using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation.Studies;

/// <summary>results.json of a study.</summary>
public static class StudyResultsFile
{
    /// <summary>The file's name in the study's folder.</summary>
    public const string Name = "results.json";

    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes the results, numbers in full; the same results give the same bytes.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, StudyResults results) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, results, options));

    /// <summary>The same as text.</summary>
    public static string Text(StudyResults results) => JsonSerializer.Serialize(results, options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What may be opened there.</param>
    /// <exception cref="InputException">The file is missing, violates the rule, or holds no results of a study.</exception>
    public static StudyResults Read(string path, OpenRule rule)
    {
        try
        {
            byte[] file = SafeOpen.Bytes(path, rule);
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            StudyResults results = JsonSerializer.Deserialize<StudyResults>(json, options) ?? throw new JsonException("it holds null");
            RequireLists(JsonSerializer.SerializeToElement(results, options));
            return results;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read as results of a study; compute them again", e);
        }
    }

    // The reader refuses nulls in place of values, but not within lists.
    private static void RequireLists(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement entry in element.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Null) throw new JsonException("a list in it holds null");
                RequireLists(entry);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject()) RequireLists(property.Value);
        }
    }
}
