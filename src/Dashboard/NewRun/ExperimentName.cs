using System.Text.RegularExpressions;

namespace Angioboard.Dashboard.NewRun;

/// <summary>Names of folders below the results.</summary>
public static partial class ExperimentName
{
    /// <summary>A name made from a dataset's.</summary>
    public static string Of(string? dataset)
    {
        string name = Others().Replace(dataset ?? "", "-").Trim('-', '.', '_');
        return name.Length == 0 ? "experiment" : name;
    }

    /// <summary>What is wrong with a name, in a line; null if nothing is.</summary>
    public static string? Problem(string name) => Allowed().IsMatch(name)
        ? null
        : "experiment: use letters, digits, dots, dashes and underscores, and start with a letter or digit";

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Others();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Allowed();
}
