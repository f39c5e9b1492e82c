using System.Reflection;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Models.Hub;

namespace Angioboard.Core.Settings;

/// <summary>The settings marked by <see cref="PathSettingAttribute"/>.</summary>
public static class PathSettings
{
    private static readonly Dictionary<string, PathSettingAttribute> Marked = SettingsFile.Names
        .Select(setting => (setting.Key, Mark: setting.Value.GetCustomAttribute<PathSettingAttribute>()))
        .Where(setting => setting.Mark is not null).ToDictionary(setting => setting.Key, setting => setting.Mark!);

    /// <summary>Their names in files, in the order of the record.</summary>
    public static IReadOnlyCollection<string> Names => Marked.Keys;

    /// <summary>The names of those that say where a run's data is.</summary>
    public static IReadOnlyList<string> PlacesOfData { get; } =
        [.. Marked.Where(setting => setting.Value.IsPlaceOfData).Select(setting => setting.Key)];

    /// <summary>What a setting names; null if it names no path.</summary>
    public static PathKind? KindOf(string name) => Marked.GetValueOrDefault(name)?.Kind;

    /// <summary>Whether a setting's value names a file or folder, as seen from <paramref name="folder"/>.</summary>
    public static bool IsPath(string name, string value, string folder) =>
        name == "patients" ? PatientMap.IsTable(value, folder) : MayBePath(name, value);

    /// <summary>Whether a setting's value can name a file or folder, judged by its text only: if not, no file is opened.</summary>
    public static bool MayBePath(string name, string value) => KindOf(name) switch
    {
        null => false,
        PathKind.FileOrText when name == "patients" => PatientMap.NamesFile(value),
        PathKind.FileOrText => value is not (PretrainedWeights.Hub or PretrainedWeights.None),
        _ => true,
    };

    /// <summary>The values that these settings have, by name; without those that are not set.</summary>
    public static IReadOnlyDictionary<string, string> Values(RunSettings settings) => Names
        .Select(name => (name, value: SettingsFile.Names[name].GetValue(settings) as string))
        .Where(setting => setting.value is not null).ToDictionary(setting => setting.name, setting => setting.value!);

    /// <summary>The settings with other values of these.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="change">The new value of a name and a value. It is not called for settings that are not set.</param>
    public static RunSettings Change(RunSettings settings, Func<string, string, string?> change)
    {
        RunSettings changed = settings with { };
        foreach ((string name, string value) in Values(settings)) SettingsFile.Names[name].SetValue(changed, change(name, value));
        return changed;
    }
}
