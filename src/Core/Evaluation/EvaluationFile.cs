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
            throw new InputException($"{path}: not an evaluation: {JsonText.Fault(e, "`angioboard evaluate`")}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; write it with `angioboard evaluate`", e);
        }
    }
}
