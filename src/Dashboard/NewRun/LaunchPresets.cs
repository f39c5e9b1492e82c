using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;

namespace Angioboard.Dashboard.NewRun;

/// <summary>What presets and datasets set in the form.</summary>
public static class LaunchPresets
{
    /// <summary>The model preset that holds the Python original's defaults, which are the program's too.</summary>
    public const string Original = "temporal-vitgru";

    /// <summary>The presets of a kind.</summary>
    public static IEnumerable<Preset> Of(string kind) => Preset.All.Where(preset => preset.Kind == kind);

    /// <summary>The name if there is such a preset; null else. A form's names come from the browser, and a preset's may be a file's on the command line.</summary>
    public static string? Known(string kind, string? name) => Of(kind).Any(preset => preset.Name == name) ? name : null;

    /// <summary>What people call a preset.</summary>
    public static string Title(string name) => name switch
    {
        Original => "Standard (ViT-small and GRU)",
        "phantom-quick" => "Quick demo",
        "angioreport-hyperftype-seq" => "AngioReport (APTOS)",
        "phantom" => "The phantom study",
        _ => name,
    };

    /// <summary>
    /// What a preset sets. Open ends that it sets to what they come to anyway (<c>pretrained</c>, <c>normalizer</c>) stay open, so that
    /// another backbone brings its own.
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
            if (!JsonNode.DeepEquals(SettingsFile.ToJson(SettingsRules.Resolve(SettingsFile.Combine(all)))[setting], value)) all[setting] = value;
        }
        return all;
    }

    /// <summary>What a dataset sets.</summary>
    public static JsonObject Settings(Dataset dataset)
    {
        JsonObject settings = new()
        {
            ["split"] = dataset.Split,
            ["datadir"] = dataset.Datadir,
            ["num_classes"] = dataset.ClassNames.Count,
            ["class_names"] = new JsonArray([.. dataset.ClassNames.Select(name => (JsonNode)name)]),
            ["modality"] = JsonSerializer.SerializeToNode(dataset.Modality, SettingsFile.Json),
            ["strip"] = dataset.Strip,
        };
        if (dataset.Patients is { } patients) settings["patients"] = patients;
        return settings;
    }
}
