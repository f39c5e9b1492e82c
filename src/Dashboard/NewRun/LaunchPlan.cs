using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The result of a form: the runs that it would launch, or its problems.</summary>
public sealed record LaunchPlan
{
    /// <summary>The key of problems of the dataset field.</summary>
    public const string DatasetField = "dataset";

    /// <summary>The key of problems of the experiment field.</summary>
    public const string ExperimentField = "experiment";

    /// <summary>Settings of each run; empty while there are problems.</summary>
    public required IReadOnlyList<RunSettings> Settings { get; init; }

    /// <summary>The number of runs that the values make, with or without problems.</summary>
    public required int Runs { get; init; }

    /// <summary>The names of the settings that differ between the runs.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

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
        LaunchGrid grid = LaunchGrid.Of(form.GivenSettings(), form.Typed().Select(typed => (typed.Field.Name, typed.Text)));
        ILookup<string, string> problems = FormProblems(form, byHand)
            .Concat((files ?? []).Select(file => (FieldOf(file.Setting), file.Text)))
            .Concat(grid.Problems)
            .Distinct().ToLookup(problem => problem.Item1, problem => problem.Item2);
        return new LaunchPlan
        {
            Settings = problems.Count == 0 ? grid.Settings : [],
            Runs = grid.Runs,
            Varied = grid.Varied,
            Problems = problems,
        };

        string FieldOf(string setting) => form.Dataset is not null && DatasetSettings.Fixed.Contains(setting) ? DatasetField : setting;
    }

    private static IEnumerable<(string, string)> FormProblems(LaunchForm form, bool byHand)
    {
        if (form.Draft.Dataset is { } name && form.Dataset is null)
        {
            yield return (DatasetField, name == PhantomOffer.Name
                ? "the phantom study has not been made yet; make it with the button above, or choose another dataset"
                : LaunchRules.Unregistered(name));
        }
        if (form.Draft.Dataset is null)
        {
            SettingField split = SettingField.Find("split"), folder = SettingField.Find("datadir");
            if (form.Text(split).Length == 0 || form.Text(folder).Length == 0)
                yield return (DatasetField, byHand ? "choose a dataset, or name a split file and a frame folder under Advanced"
                    : "choose a dataset; register yours under Datasets");
        }
        if (ExperimentName.Problem(form.Experiment) is { } problem) yield return LaunchGrid.Split(problem);
    }
}
