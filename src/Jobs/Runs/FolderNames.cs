using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Runs;

/// <summary>Which names folders may have that are made from what users write.</summary>
public static partial class FolderNames
{
    /// <summary>Whether it can name an experiment: letters, digits, dots, dashes and underscores, a letter or digit first.</summary>
    public static bool IsExperiment(string name) => Experiment().IsMatch(name);

    /// <summary>Whether it can name an evaluation as it is: as an experiment, but a dash or an underscore may come first.</summary>
    public static bool IsEvaluation(string name) => Evaluation().IsMatch(name);

    /// <summary>A name with a dash in the place of all that cannot be in one.</summary>
    public static string Slug(string name) => Other().Replace(name, "-");

    // \z and not $, which a final newline matches too.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Experiment();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Evaluation();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Other();
}
