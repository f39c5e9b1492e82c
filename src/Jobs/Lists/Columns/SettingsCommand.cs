using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>The command line that repeats a run, for copying into a shell.</summary>
public static partial class SettingsCommand
{
    /// <summary>
    /// <c>angioboard experiment</c>, or <c>submit</c> for a partition of Slurm, with an option for each setting that the presets and the
    /// other options do not give anyway, quoted for a POSIX shell.
    /// </summary>
    /// <param name="settings">The run's settings, resolved or not.</param>
    /// <param name="output">The folder that receives the run; null for the program's default.</param>
    /// <param name="presets">The presets to name; none is named if one sets something that no option can undo.</param>
    public static string Of(RunSettings settings, string? output = null, params IReadOnlyList<Preset> presets)
    {
        if (Options(settings, presets) is not { } options)
        {
            presets = [];
            options = Options(settings, [])!;
        }
        // Only the dashboard sends runs to Slurm.
        bool submits = DeviceSetting.Partition(settings.Device) is not null;
        string[] folder = output is null ? []
            : submits ? [$"--experiment {Quote(Path.GetFileName(output))}"]
            : [$"--output {Quote(output)}"];
        IEnumerable<string> named = presets.Select(preset => $"--{preset.Kind} {Quote(preset.Name)}");
        return string.Join(' ', [submits ? "angioboard submit" : "angioboard experiment", .. folder, .. named, .. options]);
    }

    /// <summary>A word, quoted for a POSIX shell.</summary>
    public static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static List<string>? Options(RunSettings settings, IReadOnlyList<Preset> presets)
    {
        JsonObject left = SettingsFile.ToJson(settings);
        JsonObject usual = SettingsFile.ToJson(SettingsFile.Combine(presets.Select(preset => preset.Settings)));
        List<string> options = [];
        foreach ((string name, PropertyInfo property) in SettingsFile.Names)
        {
            if (left[name] is null && usual[name] is null) continue;
            if (left[name] is null) left[name] = Resolved(left)?[name]?.DeepClone();
            if (JsonNode.DeepEquals(left[name], usual[name])) continue;
            // The command line has a word for null where a number is expected only.
            if (left[name] is null && Nullable.GetUnderlyingType(property.PropertyType) is not { IsEnum: false }) return null;
            if (usual[name] is null && FollowsFromOthers(left, name)) left[name] = null;
            else options.Add($"--{name.Replace('_', '-')} {Quote(SettingsDifference.Text(name, left[name]))}");
        }
        return options;
    }

    // Runs store resolved settings, such as the image size that follows from the backbone.
    private static bool FollowsFromOthers(JsonObject values, string name)
    {
        JsonObject others = (JsonObject)values.DeepClone();
        others[name] = null;
        return JsonNode.DeepEquals(Resolved(others)?[name], values[name]);
    }

    // Null for settings of a run of another version, whose backbone is not known here.
    private static JsonObject? Resolved(JsonObject values)
    {
        try
        {
            return SettingsFile.ToJson(SettingsRules.Resolve(values.Deserialize<RunSettings>(SettingsFile.Json)!));
        }
        catch (InputException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+:,./-]+\z")]
    private static partial Regex Plain();
}
