using System.Text.Encodings.Web;
using System.Text.Json;

namespace Angioboard.Core.Files;

/// <summary>How reports are written as JSON that people read too.</summary>
internal static class ReportJson
{
    /// <summary>Indented, in snake case; what lacks a value that a type needs is refused on reading.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    };
}
