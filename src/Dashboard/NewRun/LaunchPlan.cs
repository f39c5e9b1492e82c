using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The result of a form: the runs that it would launch, or its problems.</summary>
public sealed record LaunchPlan
{
    /// <summary>The key of problems of the dataset field.</summary>
    public const string DatasetField = "dataset";

    /// <summary>The key of problems of the experiment field.</summary>
    public const string ExperimentField = "experiment";

    /// <summary>The key of problems of the name field.</summary>
    public const string NameField = "name";

    /// <summary>Settings of each run; empty while there are problems.</summary>
    public required IReadOnlyList<RunSettings> Settings { get; init; }

    /// <summary>The number of runs that the values make, with or without problems.</summary>
    public required int Runs { get; init; }

    /// <summary>The names of the settings that differ between the runs.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

    /// <summary>The study that the runs are; null for single runs, and while there are problems.</summary>
    public StudyRequest? Study { get; init; }

    /// <summary>The size of the study in words; null likewise.</summary>
    public string? Size { get; init; }

    /// <summary>Problems by the field's name.</summary>
    public required ILookup<string, string> Problems { get; init; }

    /// <summary>What to do first, which is no error; null if the form names its data.</summary>
    public required string? FirstStep { get; init; }

    /// <summary>Whether it can be launched.</summary>
    public bool CanLaunch => Problems.Count == 0 && FirstStep is null;

    /// <summary>The reason why it cannot be launched, in one line; null if it can.</summary>
    public string? WhyNot => Problems.Count switch
    {
        0 => FirstStep,
        _ => $"Fix {Listed([.. Problems.Select(group => TitleOf(group.Key))])} to launch.",
    };

    /// <summary>Makes the plan of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="files">Problems with the files that it names, by setting; null if they have not been checked.</param>
    /// <param name="byHand">Whether the user may name files instead of choosing a registered dataset.</param>
    public static LaunchPlan Of(LaunchForm form, IReadOnlyList<(string Setting, string Text)>? files = null, bool byHand = true)
    {
        (string, string)[] typed = [.. form.Typed().Select(setting => (setting.Field.Name, setting.Text))];
        RepeatPlan? repeated = form.Draft.Repeat is { } repeat ? RepeatPlan.Of(form.GivenSettings(), typed, repeat) : null;
        LaunchGrid? grid = repeated is null ? LaunchGrid.Of(form.GivenSettings(), typed) : null;
        IReadOnlyList<RunSettings> settings = repeated?.Settings ?? grid!.Settings;
        ILookup<string, string> problems = FormProblems(form, settings)
            .Concat((files ?? []).Select(file => (FieldOf(file.Setting), file.Text)))
            .Concat(repeated?.Problems ?? grid!.Problems)
            .Distinct().ToLookup(problem => problem.Item1, problem => problem.Item2);
        string? first = FirstStepOf(form, byHand);
        return new LaunchPlan
        {
            Settings = problems.Count == 0 && first is null ? settings : [],
            FirstStep = first,
            Runs = repeated?.Runs ?? grid!.Runs,
            Varied = repeated?.Varied ?? grid!.Varied,
            Study = problems.Count == 0 && first is null ? repeated?.Request : null,
            Size = problems.Count == 0 ? repeated?.Size : null,
            Problems = problems,
        };

        string FieldOf(string setting) => form.Dataset is not null && DatasetSettings.Fixed.Contains(setting) ? DatasetField : setting;
    }

    /// <summary>The launch of single runs.</summary>
    public LaunchRequest RunsOf(LaunchForm form) => new()
    {
        Settings = Settings, Experiment = form.Experiment, Name = form.Draft.Name, Note = form.Draft.Note, Tags = form.Tags,
        Dataset = form.Dataset?.Name,
    };

    /// <summary>The launch of a study; null if the runs are single ones.</summary>
    public StudyLaunch? StudyOf(LaunchForm form) => Study is null ? null : new StudyLaunch
    {
        Study = Study, Experiment = form.Experiment, Name = form.Draft.Name, Note = form.Draft.Note, Tags = form.Tags,
        Dataset = form.Dataset?.Name,
    };

    /// <summary>The label of the field with this name: <c>Learning rate</c>.</summary>
    public static string TitleOf(string field) => SettingField.All.FirstOrDefault(setting => setting.Name == field)?.Title
        ?? (field.Length == 0 ? "the form" : char.ToUpperInvariant(field[0]) + field[1..].Replace('_', ' '));

    private static string Listed(string[] titles) =>
        titles.Length == 1 ? titles[0] : $"{string.Join(", ", titles[..^1])} and {titles[^1]}";

    private static IEnumerable<(string, string)> FormProblems(LaunchForm form, IReadOnlyList<RunSettings> settings)
    {
        if (form.Draft.Dataset is { } name && form.Dataset is null && name != PhantomOffer.Name)
            yield return (DatasetField, LaunchRules.Unregistered(name));
        if (ExperimentName.Problem(form.Experiment) is { } problem) yield return LaunchGrid.Split(problem);
        foreach (string wrong in NameTemplate.Problems(form.Draft.Name, settings)) yield return LaunchGrid.Split(wrong);
    }

    private static string? FirstStepOf(LaunchForm form, bool byHand)
    {
        if (form.Draft.Dataset is { } name)
            return form.Dataset is null && name == PhantomOffer.Name ? "Make the phantom dataset, or choose a dataset." : null;
        SettingField split = SettingField.Find("split"), folder = SettingField.Find("datadir");
        return form.Text(split).Length > 0 && form.Text(folder).Length > 0 ? null
            : byHand ? "Choose a dataset, or name a split file and a frame folder under Advanced."
            : "Choose a dataset, or register yours under Datasets.";
    }
}
