using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.NewRun;

/// <summary>Names of folders below the results.</summary>
public static class ExperimentName
{
    /// <summary>A name made from a dataset's.</summary>
    public static string Of(string? dataset)
    {
        string name = FolderNames.Slug(dataset ?? "").Trim('-', '.', '_');
        return name.Length == 0 ? "experiment" : name;
    }

    /// <summary>What is wrong with a name, in a line; null if nothing is.</summary>
    public static string? Problem(string name) => FolderNames.IsExperiment(name)
        ? null
        : "experiment: use letters, digits, dots, dashes and underscores, and start with a letter or digit";
}
