using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core;

namespace Angioboard.Jobs.Doctor;

/// <summary>What `angioboard doctor` found out about a machine.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="System">The operating system and the architecture.</param>
/// <param name="At">When it was checked.</param>
/// <param name="Findings">What was found, in the order of the checks.</param>
public sealed record DoctorReport(string Version, string Host, string System, DateTimeOffset At, IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Whether nothing keeps runs from working.</summary>
    [JsonIgnore]
    public bool IsHealthy => Findings.All(finding => finding.Level != FindingLevel.Problem);

    /// <summary>The outcome in a line: "no problems, 2 cautions".</summary>
    [JsonIgnore]
    public string Summary
    {
        get
        {
            int problems = Findings.Count(finding => finding.Level == FindingLevel.Problem),
                cautions = Findings.Count(finding => finding.Level == FindingLevel.Caution);
            string first = problems switch { 0 => "no problems", 1 => "1 problem", _ => $"{problems} problems" };
            return cautions switch { 0 => first, 1 => $"{first}, 1 caution", _ => $"{first}, {cautions} cautions" };
        }
    }

    /// <summary>The report of a JSON text.</summary>
    /// <exception cref="InputException">The text is something else.</exception>
    public static DoctorReport Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DoctorReport>(text, Json) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new InputException("the answer of `angioboard doctor` cannot be read; install Angioboard again", e);
        }
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>As text to paste into a bug report.</summary>
    public string ToText() => string.Join('\n',
    [
        $"Angioboard {Version} on {Host}, {System}, {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
        .. Findings.SelectMany(Lines),
        Summary,
    ]);

    private static IEnumerable<string> Lines(Finding finding)
    {
        string level = finding.Level switch { FindingLevel.Fine => "fine   ", FindingLevel.Caution => "caution", _ => "PROBLEM" };
        yield return $"{level}  {finding.Check}: {finding.Text}";
        if (finding.Remedy is { } remedy) yield return $"         → {remedy}";
    }
}
