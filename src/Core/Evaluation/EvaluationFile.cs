using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation;

/// <summary>evaluation.json.</summary>
public static class EvaluationFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes the report, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationReport report) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, Options));

    /// <summary>Reads a file written by <see cref="Write"/>.</summary>
    /// <exception cref="InputException">The file is missing or not an evaluation.</exception>
    public static EvaluationReport Read(string path)
    {
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            return JsonSerializer.Deserialize<EvaluationReport>(json, Options) ?? throw new JsonException("it holds null");
        }
        catch (JsonException e)
        {
            // Valid JSON that is not an evaluation has a path; messages about invalid JSON already name the place.
            string? place = e.Path == "$" ? $"line {e.LineNumber + 1}" : e.Path;
            string fault = place is null
                ? e.Message
                : $"{place} is not in the format of `angioboard evaluate`; run it again to rewrite the file";
            throw new InputException($"{path}: not an evaluation: {fault}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; write it with `angioboard evaluate`", e);
        }
    }
}
