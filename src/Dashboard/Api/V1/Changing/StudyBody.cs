using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>The study to make and to launch.</summary>
/// <param name="Experiment">The folder of the results that receives the study and its runs.</param>
/// <param name="Settings">Settings that all runs share, named as in settings.json; what is left out has its default.</param>
/// <param name="Dataset">A registered dataset, which gives the files, the classes and what else belongs to it.</param>
/// <param name="Vary">Settings with several values: a variant for each combination.</param>
/// <param name="Variants">Or: variants with a name and the settings that differ.</param>
/// <param name="Random">Or: a number of variants with random values.</param>
/// <param name="Folds">The number of folds, by patient.</param>
/// <param name="FoldFiles">Or: a split file of this server for each fold; for administrators.</param>
/// <param name="LearningCurve">Or: train on ever more of the training patients.</param>
/// <param name="Shares">With learning_curve, the shares of the patients in percent.</param>
/// <param name="Seeds">The seeds; without any, that of the settings.</param>
/// <param name="Metric">The metric that decides.</param>
/// <param name="Baseline">The variant that the others are compared with; without any, the first.</param>
/// <param name="Search">When variants that fall back are paused.</param>
/// <param name="Name">A name of the runs, in which <c>{lr}</c> stands for the run's value of a setting.</param>
/// <param name="Note">A note on each run.</param>
/// <param name="Tags">Tags of each run.</param>
internal sealed record StudyBody(
    string Experiment, JsonObject? Settings, string? Dataset, Dictionary<string, JsonArray>? Vary, IReadOnlyList<VariantChoice>? Variants,
    RandomChoice? Random, int? Folds, IReadOnlyList<string>? FoldFiles, bool? LearningCurve, IReadOnlyList<double>? Shares,
    IReadOnlyList<long>? Seeds, string? Metric, string? Baseline, SearchChoice? Search, string? Name, string? Note,
    IReadOnlyList<string>? Tags)
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "experiment", "settings", "dataset", .. VariantBody.Fields, "folds", "fold_files", "learning_curve", "shares", "seeds", "metric",
        "baseline", "search", "name", "note", "tags",
    ];

    /// <summary>The study in a body.</summary>
    /// <exception cref="InputException">Something about it cannot be used; all problems are named by field.</exception>
    public static StudyLaunch Read(JsonBody body, DatasetStore datasets)
    {
        string? experiment = body.Text("experiment"), dataset = body.Text("dataset"), name = body.Text("name"), note = body.Text("note");
        IReadOnlyList<string>? tags = body.Texts("tags");
        if (experiment is null) body.Add("experiment: is missing; give the folder of the results that receives the study");
        JsonObject given = LaunchBody.Given(body, body.Object("settings") ?? [], dataset, datasets);
        IReadOnlyList<StudyVariant> variants = VariantBody.Read(body);
        StudyFolds? folds = FoldsOf(body);
        SearchRule? search = SearchOf(body);
        IReadOnlyList<long> seeds = body.Longs("seeds") ?? [];
        string metric = body.Text("metric") ?? MetricNames.AucOvrMacro;
        string? baseline = body.Text("baseline");
        body.Require();
        RunSettings? settings = body.Try(() => SettingsFile.Combine(given));
        body.Require();
        return new StudyLaunch
        {
            Experiment = experiment!, Name = name, Note = note ?? "", Tags = tags ?? [], Dataset = dataset,
            Study = new StudyRequest
            {
                Settings = settings!, Variants = variants, Folds = folds, Seeds = seeds, Metric = metric, Baseline = baseline,
                Search = search,
            },
        };
    }

    private static StudyFolds? FoldsOf(JsonBody body)
    {
        int? count = body.Number("folds");
        IReadOnlyList<string>? files = body.Texts("fold_files");
        bool curve = body.Flag("learning_curve") ?? false;
        IReadOnlyList<double>? shares = body.Numbers("shares");
        if (shares is not null && !curve) body.Add("shares: are those of a learning curve; give learning_curve too");
        string[] given = [.. new[] { ("folds", count is not null), ("fold_files", files is not null), ("learning_curve", curve) }
            .Where(kind => kind.Item2).Select(kind => kind.Item1)];
        if (given.Length > 1) body.Add($"{given[1]}: excludes {given[0]}; give one of folds, fold_files and learning_curve");
        return count is { } folds ? new PatientFolds(folds)
            : files is not null ? new FileFolds(files)
            : !curve ? null
            : new CurveFolds(shares is null ? NestedSubsets.Usual : [.. shares.Select(share => share / 100)], StudyPlanning.CurveDraw);
    }

    private static SearchRule? SearchOf(JsonBody body)
    {
        return body.Object("search") is { } search ? body.Try(() => StudyPlanFile.SearchOf(search)) : null;
    }
}

/// <summary>A variant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">The settings that differ from the study's.</param>
internal sealed record VariantChoice(string Name, JsonObject Settings);

/// <summary>Variants with random values.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seed">The seed of the draws; 1 without any.</param>
/// <param name="Ranges">By setting: the lowest and the highest value, or an object with <c>values</c> to choose from.</param>
internal sealed record RandomChoice(int Count, long? Seed, JsonObject Ranges);

/// <summary>When variants that fall back are paused: the median rule or successive halving.</summary>
/// <param name="Rule"><c>median</c> or <c>halving</c>.</param>
/// <param name="Startup">Of the median rule: variants that must have finished before any pauses.</param>
/// <param name="Warmup">Of the median rule: epochs before which none pauses.</param>
/// <param name="Rungs">Of halving: epochs after which variants are compared.</param>
/// <param name="Factor">Of halving: one in this many goes on.</param>
internal sealed record SearchChoice(string Rule, int? Startup, int? Warmup, IReadOnlyList<int>? Rungs, int? Factor);
