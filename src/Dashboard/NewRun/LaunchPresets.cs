using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The settings that presets put into the form.</summary>
public static class LaunchPresets
{
    /// <summary>The model preset with the defaults of the Python original, which are also this program's.</summary>
    public const string Original = "temporal-vitgru";

    /// <summary>The presets of a kind.</summary>
    public static IEnumerable<Preset> Of(string kind) => Preset.All.Where(preset => preset.Kind == kind);

    /// <summary>
    /// The name if there is such a preset, else null. Names in a form come from the browser and must not be file names, which the command
    /// line allows.
    /// </summary>
    public static string? Known(string kind, string? name) => Of(kind).Any(preset => preset.Name == name) ? name : null;

    /// <summary>The presets of a form that a command line must name: the program's defaults need none.</summary>
    public static IReadOnlyList<Preset> Named(LaunchDraft draft) =>
    [
        .. Of("data").Where(preset => preset.Name == draft.DataPreset),
        .. Of("model").Where(preset => preset.Name == draft.ModelPreset && preset.Name != Original),
    ];

    /// <summary>A preset's title.</summary>
    public static string Title(string name) => name switch
    {
        Original => "Standard (ViT-small and GRU)",
        "phantom-quick" => "Quick demo (tiny model)",
        "angioreport-hyperftype-seq" => "AngioReport (APTOS)",
        "phantom" => "The phantom dataset",
        _ => name,
    };

    /// <summary>
    /// The settings of a preset. Optional settings that resolve to the preset's value anyway (<c>pretrained</c>, <c>normalizer</c>) stay
    /// unset, so that another backbone uses its own.
    /// </summary>
    public static JsonObject Settings(string kind, string name)
    {
        if (Preset.All.FirstOrDefault(preset => preset.Kind == kind && preset.Name == name) is not { } preset) return [];
        JsonObject all = (JsonObject)preset.Settings.DeepClone();
        JsonObject defaults = SettingsFile.ToJson(new RunSettings());
        foreach (string setting in all.Select(value => value.Key).Where(setting => defaults[setting] is null).ToArray())
        {
            JsonNode? value = all[setting];
            all.Remove(setting);
            if (!JsonNode.DeepEquals(SettingsFile.ToJson(SettingsRules.Resolve(SettingsFile.Combine(all)))[setting], value))
                all[setting] = value;
        }
        return all;
    }
}
