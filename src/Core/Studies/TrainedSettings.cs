using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies;

/// <summary>
/// Whether a run was trained as its study says. If study.json or a run's settings.json was edited since, the run's figures are not those of
/// its variant.
/// </summary>
public static class TrainedSettings
{
    // The seed is part of the run's place in the study.
    private static readonly HashSet<string> free = [.. VariedSettings.OfMachines, "seed"];

    /// <summary>What differs, in words that follow the run's name; null if nothing does.</summary>
    /// <param name="planned">The run as the study says.</param>
    /// <param name="trained">The run's own settings.</param>
    public static string? Problem(StudyRun planned, RunSettings trained)
    {
        JsonObject plan = Json(planned.Settings), own = Json(trained);
        string[] apart = [.. plan
            .Where(setting => !IsFree(setting.Key, setting.Value) && !JsonNode.DeepEquals(setting.Value, own[setting.Key]))
            .Select(setting => $"{setting.Key} is {Text(own[setting.Key])} instead of {Text(setting.Value)}")];
        return apart.Length == 0 ? null
            : $"was not trained as study.json says of {planned.Words}: {string.Join(", ", apart)}; restore the file that was edited, or "
                + "delete the run and train it again";
    }

    // Where data and weights lie may differ between machines.
    private static bool IsFree(string name, JsonNode? value) => free.Contains(name) || PathSettings.MayBePath(name, $"{value}");

    private static JsonObject Json(RunSettings settings) => SettingsFile.ToJson(SettingsRules.Resolve(settings));

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";
}
