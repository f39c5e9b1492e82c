using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Files;

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

    /// <summary>Names that stand beside those of runs.</summary>
    internal static IReadOnlySet<string> Reserved { get; } =
        new[] { typeof(ClassAreas), typeof(MacroAreas) }.SelectMany(type => type.GetProperties())
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();

    /// <summary>Writes the report, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, ComparisonReport report) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, Options));

    /// <summary>The same as text.</summary>
    public static string Text(ComparisonReport report) => JsonSerializer.Serialize(report, Options);
}
