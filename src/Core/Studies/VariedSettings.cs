using System.Text.Json.Nodes;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies;

/// <summary>Which settings may differ between the variants of a study.</summary>
public static class VariedSettings
{
    private const string OfData = "belongs to the data, which all runs of a study share";
    private const string OfMachine = "belongs to the machine, not to the model";

    private static readonly Dictionary<string, string> fixedSettings = new()
    {
        ["seed"] = "cannot vary; list the seeds of the study instead",
        ["split"] = OfData,
        ["datadir"] = OfData,
        ["patients"] = OfData,
        ["task"] = OfData,
        ["num_classes"] = OfData,
        ["class_names"] = OfData,
        // Both are part of the data's fingerprint.
        ["modality"] = OfData,
        ["strip"] = OfData,
        ["device"] = OfMachine,
        ["threads"] = OfMachine,
        ["checkpoint_minutes"] = OfMachine,
    };

    /// <summary>The settings that may not differ.</summary>
    public static IReadOnlyCollection<string> Fixed => fixedSettings.Keys;

    /// <summary>Those of them that belong to the machine.</summary>
    internal static IEnumerable<string> OfMachines =>
        fixedSettings.Where(setting => setting.Value == OfMachine).Select(setting => setting.Key);

    /// <summary>Why a name cannot be a variant's setting, beginning with the name; null if it can.</summary>
    public static string? Problem(string name) =>
        Unknown(name) ?? (fixedSettings.TryGetValue(name, out string? reason) ? $"{name}: {reason}" : null);

    /// <summary>What is wrong with some settings of a variant or of a study, by name; empty if nothing is.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="common">The settings that they change.</param>
    internal static IReadOnlyList<string> Problems(JsonObject settings, RunSettings common)
    {
        string[] unknown = [.. settings.Select(setting => Unknown(setting.Key)).OfType<string>()];
        JsonObject known = new(settings.Where(setting => SettingsFile.Names.ContainsKey(setting.Key))
            .Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));
        try
        {
            SettingsFile.Combine(SettingsFile.ToJson(common), known);
            return unknown;
        }
        catch (InputException e)
        {
            return [.. unknown, .. e.Problems];
        }
    }

    private static string? Unknown(string name)
    {
        if (SettingsFile.Names.ContainsKey(name)) return null;
        return EditDistance.Nearest(name, SettingsFile.Names.Keys) is { } near
            ? $"{name}: is not a setting; did you mean {near}?"
            : $"{name}: is not a setting; the names are {string.Join(", ", SettingsFile.Names.Keys)}";
    }
}
