using System.Text.RegularExpressions;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Launches;

/// <summary>A name for several runs, in which <c>{lr}</c> stands for a run's value of a setting: <c>ViT {lr} {seed}</c>.</summary>
public static partial class NameTemplate
{
    private const int Shown = 3;

    /// <summary>What is wrong with a name, a line each: settings that do not exist, and names that become too long.</summary>
    public static IEnumerable<string> Problems(string? name, IReadOnlyList<RunSettings> settings)
    {
        if (name is null || name.Length > TextLimits.Name) yield break;
        string[] unknown =
            [.. Placeholder().Matches(name).Select(match => match.Groups[1].Value).Where(word => !IsSetting(word)).Distinct()];
        foreach (string word in unknown) yield return $"name: {{{word}}} is not a setting";
        if (unknown.Length == 0 && settings.Any(own => Expand(name, own)!.Length > TextLimits.Name))
            yield return $"name: has more than {TextLimits.Name} characters with its settings";
    }

    /// <summary>The name of a run with these settings.</summary>
    public static string? Expand(string? name, RunSettings settings) => name is null ? null
        : Placeholder().Replace(name, match => IsSetting(match.Groups[1].Value)
            ? SettingColumns.InName(match.Groups[1].Value, settings)
            : match.Value);

    /// <summary>The names of the first runs; empty if the name stands for no setting.</summary>
    public static string Preview(string name, IReadOnlyList<RunSettings> settings)
    {
        if (!Placeholder().IsMatch(name) || settings.Count == 0) return "";
        string names = string.Join(", ", settings.Take(Shown).Select(own => $"“{Expand(name.Trim(), own)}”"));
        return settings.Count > Shown ? $"{names} …" : names;
    }

    private static bool IsSetting(string name) => SettingsFile.Names.ContainsKey(name);

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
