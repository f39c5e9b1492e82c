using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Angioboard.Core.Settings;

/// <summary>Which run of a study a run is. Its settings.json records it beside the settings, as study, variant and fold.</summary>
/// <param name="Study">The name of the study's folder, which is beside the run's own: <c>Study_3</c>.</param>
/// <param name="Variant">The name of the variant, as study.json has it.</param>
/// <param name="Fold">The number of the fold, from 0; null if the study has no folds.</param>
public sealed partial record StudyPlace(string Study, string Variant, int? Fold)
{
    private const string StudyKey = "study", VariantKey = "variant", FoldKey = "fold";

    /// <summary>Their keys in settings.json.</summary>
    internal static readonly string[] Keys = [StudyKey, VariantKey, FoldKey];

    /// <summary>Whether this is the name of a study's folder.</summary>
    public static bool IsStudy(string name) => Name().IsMatch(name);

    /// <summary>The place that a settings.json records; null if the run belongs to no study, or the record cannot be read.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static StudyPlace? Read(string path) => Of(SettingsFile.Records(path));

    internal static StudyPlace? Of(JsonObject settings) =>
        Text(settings[StudyKey]) is { } study && IsStudy(study) && Text(settings[VariantKey]) is { } variant
        && Number(settings[FoldKey], out int? fold)
            ? new StudyPlace(study, variant, fold)
            : null;

    internal void Write(JsonObject settings) => (settings[StudyKey], settings[VariantKey], settings[FoldKey]) = (Study, Variant, Fold);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Number(JsonNode? node, out int? number)
    {
        number = node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int found) ? found : null;
        return node is null || number >= 0;
    }

    [GeneratedRegex(@"\AStudy_[1-9][0-9]{0,8}\z")]
    private static partial Regex Name();
}
