using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Launches;

/// <summary>Names of experiment folders in the results folder.</summary>
public static class ExperimentName
{
    /// <summary>An experiment name made from a dataset's name.</summary>
    public static string Of(string? dataset)
    {
        string name = FolderNames.Slug(dataset ?? "").Trim('-', '.', '_');
        return name.Length == 0 ? "experiment" : name;
    }

    /// <summary>The problem with a name, in one line; null if there is none.</summary>
    public static string? Problem(string name) => FolderNames.IsExperiment(name)
        ? null
        : "experiment: use letters, digits, dots, dashes and underscores, at most 100, and start with a letter or digit";
}
