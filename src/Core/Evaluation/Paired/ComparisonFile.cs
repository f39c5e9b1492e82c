using System.Text.Encodings.Web;
using System.Text.Json;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>comparison.json.</summary>
public static class ComparisonFile
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };
}
