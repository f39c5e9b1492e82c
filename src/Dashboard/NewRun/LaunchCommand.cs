using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The command lines that are equivalent to a launch.</summary>
public static class LaunchCommand
{
    /// <summary>
    /// One line per run, quoted for a POSIX shell: the presets and every setting that differs from them and the defaults.
    /// </summary>
    public static string Of(IReadOnlyList<RunSettings> runs, string experiment, string? dataPreset, string? modelPreset) =>
        string.Join('\n', runs.Select(settings => Of(settings, experiment, dataPreset, modelPreset)));

    private static string Of(RunSettings settings, string experiment, string? dataPreset, string? modelPreset)
    {
        if (Options(settings, dataPreset, modelPreset) is not { } options)
        {
            (dataPreset, modelPreset) = (null, null);
            options = Options(settings, null, null)!;
        }
        string[] presets = [.. Preset("data", dataPreset), .. Preset("model", modelPreset)];
        return string.Join(' ', [$"angioboard experiment --output {SettingsCommand.Quote($"results/{experiment}")}", .. presets, .. options]);
    }

    // The program's own defaults need no preset.
    private static IEnumerable<string> Preset(string kind, string? name) =>
        name is null or LaunchPresets.Original ? [] : [$"--{kind} {SettingsCommand.Quote(name)}"];

    /// <summary>The options besides the presets; null if a preset sets something that no option can undo.</summary>
    private static List<string>? Options(RunSettings settings, string? dataPreset, string? modelPreset)
    {
        RunSettings presets = SettingsFile.Combine(new[] { ("data", dataPreset), ("model", modelPreset) }
            .Where(preset => preset.Item2 is not null and not LaunchPresets.Original)
            .Select(preset => Core.Settings.Preset.Find(preset.Item1, preset.Item2!)));
        JsonObject wanted = SettingsFile.ToJson(SettingsRules.Resolve(settings)), usual = SettingsFile.ToJson(SettingsRules.Resolve(presets));
        JsonObject own = SettingsFile.ToJson(settings), theirs = SettingsFile.ToJson(presets);
        List<string> options = [];
        foreach (SettingField field in SettingField.All)
        {
            string name = field.Name;
            bool open = own[name] is null && theirs[name] is null;
            if (open || JsonNode.DeepEquals(wanted[name], usual[name])) continue;
            if (name == "num_classes" && settings.ClassNames is not null) continue;
            JsonNode? value = own[name] ?? wanted[name];
            if (value is null && field.Kind is not (FieldKind.Whole or FieldKind.Number)) return null;
            options.Add($"--{name.Replace('_', '-')} {SettingsCommand.Quote(SettingsDifference.Text(name, value))}");
        }
        return options;
    }
}
