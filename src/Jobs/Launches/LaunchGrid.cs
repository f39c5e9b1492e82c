using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Launches;

/// <summary>The runs that typed settings make: one for each combination of their values.</summary>
public sealed record LaunchGrid
{
    private const int MostVaried = 2;

    /// <summary>Settings of each run; incomplete while there are problems.</summary>
    public required IReadOnlyList<RunSettings> Settings { get; init; }

    /// <summary>The number of runs that the values make, with or without problems.</summary>
    public required int Runs { get; init; }

    /// <summary>The names of the settings that differ between the runs.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

    /// <summary>Problems, each with the setting's name.</summary>
    public required IReadOnlyList<(string Setting, string Text)> Problems { get; init; }

    /// <summary>Makes the runs; the first typed setting varies slowest.</summary>
    /// <param name="given">Settings that all runs have.</param>
    /// <param name="typed">Texts with one value or several, as <see cref="ValueList"/> reads them.</param>
    public static LaunchGrid Of(JsonObject given, IEnumerable<(string Setting, string Text)> typed)
    {
        List<(string Setting, string Text)> problems = [];
        return Of(given, Values(typed, problems), problems);
    }

    /// <summary>The values of typed settings; those that cannot be read are left out.</summary>
    /// <param name="typed">Texts with one value or several, as <see cref="ValueList"/> reads them.</param>
    /// <param name="problems">Receives what is wrong, each with the setting's name.</param>
    public static IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> Values(
        IEnumerable<(string Setting, string Text)> typed, List<(string Setting, string Text)> problems)
    {
        List<(string Setting, IReadOnlyList<JsonNode?> Values)> values = [];
        foreach ((string name, string text) in typed)
        {
            if (Read(TypedSetting.Find(name), text, problems) is { } read) values.Add((name, read));
        }
        return values;
    }

    /// <summary>Makes the runs of settings with several values each; the first varies slowest.</summary>
    /// <param name="given">Settings that all runs have.</param>
    /// <param name="varied">Settings with their values.</param>
    public static LaunchGrid Of(JsonObject given, IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> varied) =>
        Of(given, varied, []);

    private static LaunchGrid Of(
        JsonObject given, IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> values,
        List<(string Setting, string Text)> problems)
    {
        string[] varied = [.. values.Where(setting => setting.Values.Count > 1).Select(setting => setting.Setting)];
        long runs = values.Aggregate(1L, (product, setting) => Math.Min(product * setting.Values.Count, int.MaxValue));
        bool few = varied.Length <= MostVaried && runs <= LaunchRules.MostRuns;
        if (varied.Length > MostVaried)
            problems.AddRange(varied.Select(name =>
                (name, $"{varied.Length} settings have several values; at most {MostVaried} can vary in one launch")));
        if (runs > LaunchRules.MostRuns) problems.AddRange(varied.Select(name => (name, $"the values make {LaunchRules.TooMany(runs)}")));
        List<RunSettings> settings = few ? Combine(given, values, problems) : [];
        return new LaunchGrid { Settings = settings, Runs = (int)runs, Varied = varied, Problems = problems };
    }

    /// <summary>A problem's setting and text, from a line that names the setting first.</summary>
    public static (string Setting, string Text) Split(string problem)
    {
        int colon = problem.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? ("", problem) : (problem[..colon], problem[(colon + 2)..]);
    }

    // Null if the text cannot be used.
    private static IReadOnlyList<JsonNode?>? Read(TypedSetting setting, string text, List<(string Setting, string Text)> problems)
    {
        if (setting.IsUnset(text))
        {
            if (setting.MayBeEmpty) return [null];
            problems.Add((setting.Name, "is empty; give a value, or reset it"));
            return null;
        }
        if (ValueList.Problem(setting, text) is { } unclear)
        {
            problems.Add((setting.Name, unclear));
            return null;
        }
        IReadOnlyList<string> values = ValueList.Of(setting, text);
        if (values.Count != values.Distinct().Count()) problems.Add((setting.Name, "a value is repeated; give each once"));
        return [.. values.Select(value => SettingText.Parse(setting.Name, value))];
    }

    private static List<RunSettings> Combine(
        JsonObject given, IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> values,
        List<(string Setting, string Text)> problems)
    {
        List<RunSettings> settings = [];
        HashSet<string> found = [];
        foreach (JsonObject run in Combinations(values))
        {
            try
            {
                settings.Add(SettingsFile.Combine(given, run));
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems.Where(found.Add).Select(Split));
            }
        }
        return settings;
    }

    private static IEnumerable<JsonObject> Combinations(
        IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> values) => values.Aggregate(
        (IEnumerable<JsonObject>)[[]],
        (runs, setting) => runs.SelectMany(run => setting.Values.Select(value => With(run, setting.Setting, value))));

    private static JsonObject With(JsonObject run, string name, JsonNode? value)
    {
        JsonObject longer = (JsonObject)run.DeepClone();
        longer[name] = value?.DeepClone();
        return longer;
    }
}
