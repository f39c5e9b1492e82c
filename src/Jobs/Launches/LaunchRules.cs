using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Launches;

/// <summary>What must be right about a launch, whether a form, a terminal or a program asks for it.</summary>
public static class LaunchRules
{
    /// <summary>The most runs in one launch.</summary>
    public const int MostRuns = 100;

    private const int LongestSettings = 100_000;

    /// <summary>What is wrong with a request apart from its settings' values and files, a line each.</summary>
    /// <param name="request">The request, as it was made.</param>
    /// <param name="find">The registered dataset of a name, or null.</param>
    /// <param name="most">The most runs.</param>
    public static IEnumerable<string> Problems(LaunchRequest request, Func<string, Dataset?> find, int most = MostRuns)
    {
        if (ExperimentName.Problem(request.Experiment) is { } unusable) yield return unusable;
        if (request.Settings.Count == 0) yield return "settings: there is nothing to launch";
        if (request.Settings.Count > most) yield return $"settings: {TooMany(request.Settings.Count)}";
        foreach (string problem in TextLimits.Problems(request.Name, request.Tags, request.Note)) yield return problem;
        RunSettings[] settings = [.. request.Settings.Take(most)];
        foreach (string problem in NameTemplate.Problems(request.Name, settings)) yield return problem;
        if (settings.SelectMany(own => own.ClassNames ?? []).FirstOrDefault(name => VisibleText.Line(name) != name) is { } unseen)
            yield return $"class_names: {VisibleText.Line(unseen)} has characters that cannot be seen; type it again";
        if (settings.Any(own => SettingsFile.ToJson(own).ToJsonString().Length > LongestSettings))
            yield return $"settings: a run's settings have more than {LongestSettings} characters; "
                + "shorten the names of the classes or the patients' expression";
        if (request.Dataset is { } name && Problem(name, find(name), settings) is { } other) yield return $"dataset: {other}";
    }

    /// <summary>What to say of more runs than one launch may have.</summary>
    public static string TooMany(long runs) => $"{runs} runs; at most {MostRuns} can be launched at once";

    /// <summary>What to say of a dataset that is not registered.</summary>
    public static string Unregistered(string dataset) => $"{dataset} is not registered; choose another dataset";

    // A run that names one dataset and reads another would be listed and compared under the wrong one.
    private static string? Problem(string name, Dataset? dataset, IEnumerable<RunSettings> settings) =>
        dataset is null ? Unregistered(name)
        : settings.All(own => DatasetSettings.Fit(dataset, own)) ? null
        : $"{name} has the split file {dataset.Split} and the frame folder {dataset.Datadir}, "
            + "but the settings name others; leave one of them out";
}
