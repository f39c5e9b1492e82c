using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>One setting, beside its default or in several runs.</summary>
/// <param name="Name">Its name in files: <c>max_frames</c>.</param>
/// <param name="Category">The group in which it is shown: <c>Data</c>, <c>Model</c> …</param>
/// <param name="Description">What it does.</param>
/// <param name="Values">The value and the default, or each run's value, as text.</param>
/// <param name="Differs">Whether the values are not all equal.</param>
public sealed record SettingRow(string Name, string Category, string Description, IReadOnlyList<string> Values, bool Differs);

/// <summary>Where settings differ: from the defaults, or between runs.</summary>
public static class SettingsDifference
{
    /// <summary>
    /// Every setting as value and default, in the order of the record. Some defaults depend on other settings (image size, normalizer, …);
    /// they are resolved with the run's other settings, as runs save resolved settings. A setting without a default, such as the split,
    /// always differs.
    /// </summary>
    public static IReadOnlyList<SettingRow> FromDefaults(RunSettings settings)
    {
        JsonObject values = SettingsFile.ToJson(settings), defaults = SettingsFile.ToJson(new RunSettings());
        return [.. SettingsFile.Names.Select(setting =>
        {
            JsonNode? value = values[setting.Key];
            JsonNode? usual = defaults[setting.Key] ?? (value is null ? null : Open(values, setting.Key));
            return Row(setting.Key, setting.Value, [value, usual]);
        })];
    }

    /// <summary>Every setting of several runs, in the order of the record; <see cref="SettingRow.Values"/> follow the runs.</summary>
    public static IReadOnlyList<SettingRow> Between(IReadOnlyList<RunSettings> runs)
    {
        JsonObject[] values = [.. runs.Select(SettingsFile.ToJson)];
        return [.. SettingsFile.Names.Select(setting => Row(setting.Key, setting.Value, [.. values.Select(run => run[setting.Key])]))];
    }

    /// <summary>A setting's value as people write it: lists with commas, "all" or "none" where null means that.</summary>
    public static string Text(string name, JsonNode? value) => value switch
    {
        null => name == "max_frames" ? "all" : "none",
        JsonArray list => string.Join(", ", list.Select(entry => $"{entry}")),
        _ => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
    };

    private static SettingRow Row(string name, PropertyInfo property, JsonNode?[] values) => new(
        name,
        property.GetCustomAttribute<CategoryAttribute>()?.Category ?? "",
        property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
        [.. values.Select(value => Text(name, value))],
        values.Skip(1).Any(value => !JsonNode.DeepEquals(values[0], value)));

    // The value that the setting gets when nobody sets it.
    private static JsonNode? Open(JsonObject values, string name)
    {
        JsonObject others = (JsonObject)values.DeepClone();
        others.Remove(name);
        try
        {
            return SettingsFile.ToJson(SettingsRules.Resolve(others.Deserialize<RunSettings>(SettingsFile.Json)!))[name];
        }
        catch (InputException)
        {
            return null;
        }
    }
}
