using System.Text.Encodings.Web;
using System.Text.Json;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

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

    private static readonly JsonSerializerOptions reading = new(Options) { RespectNullableAnnotations = true };

    /// <summary>Names that stand beside those of runs.</summary>
    public static IReadOnlySet<string> Reserved { get; } =
        new[] { typeof(ClassAreas), typeof(MacroAreas) }.SelectMany(type => type.GetProperties())
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();

    /// <summary>Writes the report, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, ComparisonReport report) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, Options));

    /// <summary>The same as text.</summary>
    public static string Text(ComparisonReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What may be opened there.</param>
    /// <exception cref="InputException">The file is not there, violates the rule, or is no comparison.</exception>
    public static ComparisonReport Read(string path, OpenRule rule)
    {
        try
        {
            ComparisonReport report = JsonSerializer.Deserialize<ComparisonReport>(SafeOpen.Bytes(path, rule), reading)
                ?? throw new JsonException("null");
            return report with
            {
                Pairs = new OrderedDictionary<string, PairReport>(
                    report.Pairs.Select(pair => KeyValuePair.Create(pair.Key, WithAreas(pair.Value)))),
            };
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read as a comparison; make it again", e);
        }
    }

    // The areas of the runs are called by the runs' names.
    private static PairReport WithAreas(PairReport pair) => pair with
    {
        MacroArea = pair.MacroArea with
        {
            First = Area<MacroArea>(pair.MacroArea.ByRun, pair.First),
            Second = Area<MacroArea>(pair.MacroArea.ByRun, pair.Second),
        },
        Areas = new AreasOfClasses([.. pair.Areas.Classes.Select(areas => areas with
        {
            First = Area<AreaEstimate>(areas.ByRun, pair.First),
            Second = Area<AreaEstimate>(areas.ByRun, pair.Second),
        })]),
    };

    private static T? Area<T>(IDictionary<string, object> byRun, string run) where T : class =>
        byRun.TryGetValue(run, out object? area) && area is JsonElement element ? element.Deserialize<T>(reading) : null;
}
