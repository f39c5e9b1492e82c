using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The study that a form would launch, or its problems.</summary>
internal sealed record RepeatPlan
{
    /// <summary>The name of the fields of a repetition, for their problems.</summary>
    public const string FoldsField = "folds", SeedsField = "seeds", MetricField = "metric";

    private const string Me = "me";

    /// <summary>The study; null while there are problems.</summary>
    public StudyRequest? Request { get; private init; }

    /// <summary>Its size in words; null while there are problems.</summary>
    public string? Size { get; private init; }

    /// <summary>The number of its runs.</summary>
    public int Runs { get; private init; }

    /// <summary>The settings of each variant; empty while there are problems.</summary>
    public IReadOnlyList<RunSettings> Settings { get; private init; } = [];

    /// <summary>The names of the settings in which the variants differ.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

    /// <summary>Problems, each with the field's name.</summary>
    public required IReadOnlyList<(string Field, string Text)> Problems { get; init; }

    /// <summary>Makes the study of typed settings: those with several values make the variants.</summary>
    /// <param name="given">Settings of presets and dataset.</param>
    /// <param name="typed">Texts with one value or several.</param>
    /// <param name="repeat">What the runs are repeated over.</param>
    public static RepeatPlan Of(JsonObject given, IEnumerable<(string Setting, string Text)> typed, LaunchRepeat repeat)
    {
        List<(string Field, string Text)> problems = [];
        IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> values = LaunchGrid.Values(typed, problems);
        foreach ((string setting, IReadOnlyList<JsonNode?> own) in values.Where(setting => setting.Values.Count == 1))
            given[setting] = own[0]?.DeepClone();
        (string Setting, IReadOnlyList<JsonNode?> Values)[] varied = [.. values.Where(setting => setting.Values.Count > 1)];
        if (varied.Any(setting => setting.Setting == "seed")) problems.Add(("seed", "has several values; list the seeds under Repeat"));
        PatientFolds? folds = Folds(repeat.Folds, problems);
        SearchRule? search = repeat.Search.Read(problems);
        RepeatPlan plan = new() { Varied = [.. varied.Select(setting => setting.Setting)], Problems = problems };
        try
        {
            IReadOnlyList<long> seeds = SeedList.Read(repeat.Seeds, SeedsField);
            if (problems.Count > 0) return plan;
            StudyRequest request = new()
            {
                Settings = SettingsFile.Combine(given), Variants = varied.Length == 0 ? [] : VariantGrid.Of(varied), Folds = folds,
                Seeds = seeds, Metric = repeat.Metric, Search = search,
            };
            StudyPlan study = StudyPlanning.Plan(request, Me, default);
            JsonObject common = SettingsFile.ToJson(request.Settings);
            return plan with
            {
                Request = request, Size = StudyPlanning.Words(study), Runs = (int)study.Size.Runs,
                Settings = [.. study.Variants.Select(variant => SettingsFile.Combine(common, variant.Settings))],
            };
        }
        catch (InputException e)
        {
            problems.AddRange(e.Problems.Select(FieldOf));
            return plan;
        }
    }

    /// <summary>
    /// What speaks against the folds of a study, whose files may be read: more folds than patients, batches larger than a fold.
    /// </summary>
    public static IReadOnlyList<(string Field, string Text)> FoldProblems(
        StudyRequest request, IReadOnlyList<RunSettings> settings, CancellationToken cancellation)
    {
        if (request.Folds is null) return [];
        try
        {
            FoldCheck.RequireBatches(settings, StudyPlanning.Divide(StudyPlanning.Plan(request, Me, default), cancellation));
            return [];
        }
        catch (InputException e)
        {
            return [.. e.Problems.Select(problem => LaunchGrid.Split(problem)).Select(problem =>
                problem.Setting is FoldsField or "batch_size" ? problem : (FoldsField, problem.Text))];
        }
    }

    /// <summary>The command that makes the same study.</summary>
    /// <param name="command">The command of a run with its common settings.</param>
    /// <param name="form">The form.</param>
    public static string Command(string command, LaunchForm form)
    {
        const string Run = "angioboard experiment", Submit = "angioboard submit";
        string made = command.StartsWith(Submit, StringComparison.Ordinal)
            ? $"angioboard study new --submit{command[Submit.Length..]}"
            : $"angioboard study new{command[Run.Length..]}";
        IEnumerable<string> vary = form.Typed()
            .Where(typed => ValueList.Of(TypedSetting.Find(typed.Field.Name), typed.Text).Count > 1)
            .Select(typed => $"--vary {SettingsCommand.Quote($"{typed.Field.Name}={Unspaced(typed.Text)}")}");
        LaunchRepeat repeat = form.Draft.Repeat!;
        string[] over =
        [
            .. string.IsNullOrWhiteSpace(repeat.Folds) ? [] : new[] { $"--folds {repeat.Folds.Trim()}" },
            .. string.IsNullOrWhiteSpace(repeat.Seeds) ? [] : new[] { $"--seeds {SettingsCommand.Quote(Unspaced(repeat.Seeds))}" },
            .. repeat.Metric == new LaunchRepeat().Metric ? [] : new[] { $"--metric {repeat.Metric}" },
            .. Search(repeat.Search),
        ];
        return string.Join(' ', [made, .. vary, .. over]);
    }

    private static IEnumerable<string> Search(TypedSearch search)
    {
        if (search.Rule.Length == 0) yield break;
        yield return $"--search {search.Rule}";
        foreach ((string field, string text) in search.Rule == SearchRule.Median
            ? new[] { (TypedSearch.StartupField, search.Startup), (TypedSearch.WarmupField, search.Warmup) }
            : [(TypedSearch.RungsField, search.Rungs), (TypedSearch.FactorField, search.Factor)])
        {
            if (Unspaced(text).Length > 0) yield return $"--{field} {SettingsCommand.Quote(Unspaced(text))}";
        }
    }

    private static PatientFolds? Folds(string text, List<(string, string)> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return new PatientFolds(count);
        problems.Add((FoldsField, $"{text.Trim()} is not a whole number; give {FoldRules.Fewest} or more, or nothing"));
        return null;
    }

    // A problem of a variant names its setting after the variant.
    private static (string Field, string Text) FieldOf(string problem)
    {
        string[] parts = problem.Replace("settings.", "", StringComparison.Ordinal).Split(": ");
        int setting = Array.FindIndex(parts, SettingsFile.Names.ContainsKey);
        if (setting >= 0) return (parts[setting], string.Join(": ", parts[(setting + 1)..]));
        (string field, string text) = LaunchGrid.Split(problem);
        const string Search = $"{TypedSearch.RuleField}.";
        return (field switch
        {
            "folds.count" => FoldsField,
            "selection.metric" => MetricField,
            _ when field.StartsWith(Search, StringComparison.Ordinal) => field[Search.Length..],
            _ => field,
        }, text);
    }

    private static string Unspaced(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));
}
