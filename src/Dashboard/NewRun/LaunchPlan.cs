using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The result of a form: the runs that it would launch, or its problems.</summary>
public sealed record LaunchPlan
{
    /// <summary>The maximum number of runs in one launch.</summary>
    public const int MostRuns = 100;

    /// <summary>The key of problems of the dataset field.</summary>
    public const string DatasetField = "dataset";

    /// <summary>The key of problems of the experiment field.</summary>
    public const string ExperimentField = "experiment";

    private const int MostVaried = 2;

    /// <summary>Settings of each run; empty while there are problems.</summary>
    public required IReadOnlyList<RunSettings> Settings { get; init; }

    /// <summary>The number of runs that the values make, with or without problems.</summary>
    public required int Runs { get; init; }

    /// <summary>The settings that differ between the runs.</summary>
    public required IReadOnlyList<SettingField> Varied { get; init; }

    /// <summary>Problems by the field's name.</summary>
    public required ILookup<string, string> Problems { get; init; }

    /// <summary>Whether it can be launched.</summary>
    public bool CanLaunch => Problems.Count == 0;

    /// <summary>The reason why it cannot be launched, in one line; null if it can.</summary>
    public string? WhyNot => Problems.Count switch
    {
        0 => null,
        1 => $"Fix {Problems.First().Key} first.",
        _ => $"Fix these fields first: {string.Join(", ", Problems.Select(group => group.Key))}.",
    };

    /// <summary>Makes the plan of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="files">Problems with the files that it names, by setting; null if they have not been checked.</param>
    /// <param name="byHand">Whether the user may name files instead of choosing a registered dataset.</param>
    public static LaunchPlan Of(LaunchForm form, IReadOnlyList<(string Setting, string Text)>? files = null, bool byHand = true)
    {
        List<(string Field, string Text)> problems =
        [
            .. FormProblems(form, byHand),
            .. (files ?? []).Select(file => (form.Dataset is not null && file.Setting is "split" or "datadir" ? DatasetField : file.Setting, file.Text)),
        ];
        List<(SettingField Field, IReadOnlyList<JsonNode?> Values)> typed = [];
        List<SettingField> varied = [];
        foreach ((SettingField field, string text) in form.Typed())
        {
            if (Empty(field, text))
            {
                if (field.MayBeEmpty) typed.Add((field, [null]));
                else problems.Add((field.Name, "is empty; give a value, or reset it"));
                continue;
            }
            if (ValueList.Problem(field, text) is { } unclear)
            {
                problems.Add((field.Name, unclear));
                continue;
            }
            IReadOnlyList<string> values = ValueList.Of(field, text);
            if (values.Count > 1) varied.Add(field);
            if (values.Count != values.Distinct().Count()) problems.Add((field.Name, "a value is repeated; give each once"));
            typed.Add((field, [.. values.Select(value => SettingText.Parse(field.Name, value))]));
        }
        long runs = typed.Aggregate(1L, (product, field) => Math.Min(product * field.Values.Count, int.MaxValue));
        if (varied.Count > MostVaried)
            problems.AddRange(varied.Select(field =>
                (field.Name, $"{varied.Count} settings have several values; at most {MostVaried} can vary in one launch")));
        if (runs > MostRuns)
            problems.AddRange(varied.Select(field =>
                (field.Name, $"the values make {runs} runs; at most {MostRuns} can be launched at once")));

        List<RunSettings> settings = [];
        if (runs <= MostRuns && varied.Count <= MostVaried)
        {
            JsonObject given = form.GivenSettings();
            HashSet<string> found = [];
            foreach (JsonObject run in Combinations(typed))
            {
                try
                {
                    settings.Add(SettingsFile.Combine(given, run));
                }
                catch (InputException e)
                {
                    foreach (string problem in e.Problems.Where(found.Add)) problems.Add(Split(problem));
                }
            }
        }
        ILookup<string, string> filed = problems.Distinct().ToLookup(problem => problem.Field, problem => problem.Text);
        return new LaunchPlan { Settings = filed.Count == 0 ? settings : [], Runs = (int)runs, Varied = varied, Problems = filed };
    }

    private static IEnumerable<(string, string)> FormProblems(LaunchForm form, bool byHand)
    {
        if (form.Draft.Dataset is { } name && form.Dataset is null)
        {
            yield return (DatasetField, name == PhantomOffer.Name
                ? "the phantom study has not been made yet; make it with the button above, or choose another dataset"
                : $"{name} is no longer registered; choose another dataset");
        }
        if (form.Draft.Dataset is null)
        {
            SettingField split = SettingField.Find("split"), folder = SettingField.Find("datadir");
            if (form.Text(split).Length == 0 || form.Text(folder).Length == 0)
                yield return (DatasetField, byHand ? "choose a dataset, or name a split file and a frame folder under Advanced"
                    : "choose a dataset; register yours under Datasets");
        }
        if (ExperimentName.Problem(form.Experiment) is { } problem) yield return Split(problem);
    }

    private static bool Empty(SettingField field, string text) =>
        string.IsNullOrWhiteSpace(text) || (field.MayBeEmpty && field.Kind is FieldKind.Whole or FieldKind.Number && text.Trim() is "all" or "none");

    // Every combination of values; the first setting varies slowest.
    private static IEnumerable<JsonObject> Combinations(List<(SettingField Field, IReadOnlyList<JsonNode?> Values)> typed) => typed.Aggregate(
        (IEnumerable<JsonObject>)[[]],
        (runs, field) => runs.SelectMany(run => field.Values.Select(value => new JsonObject(
            [.. run.Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())), KeyValuePair.Create(field.Field.Name, value?.DeepClone())]))));

    private static (string Field, string Text) Split(string problem)
    {
        int colon = problem.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? ("", problem) : (problem[..colon], problem[(colon + 2)..]);
    }
}
