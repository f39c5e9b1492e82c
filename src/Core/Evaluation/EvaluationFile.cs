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
        AtomicFile.Write(path, stream => Write(stream, report));

    /// <summary>The same into a stream.</summary>
    public static void Write(Stream stream, EvaluationReport report) => JsonSerializer.Serialize(stream, report, Options);

    /// <summary>Reads a file written by <see cref="Write(string, EvaluationReport)"/>.</summary>
    /// <exception cref="InputException">The file is missing or not an evaluation.</exception>
    public static EvaluationReport Read(string path)
    {
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            EvaluationReport? report = JsonSerializer.Deserialize<EvaluationReport>(json, Options);
            if (report is null) throw new JsonException("it holds null");
            return IsWhole(report) ? report : throw new JsonException("a list in it holds null");
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

    // The reader refuses nulls in place of values, but not within lists.
    private static bool IsWhole(EvaluationReport report) => HasAll(report.Classes) && HasAll(report.Notes) && HasAll(report.Splits.Values)
        && report.Splits.Values.All(split => HasAll(split.PerClass) && HasAll(split.Confusion) && HasAll(split.Roc) && HasAll(split.Pr)
            && HasAll(split.Calibration));

    private static bool HasAll(IEnumerable<object?> values) => values.All(value => value is not null);
}
