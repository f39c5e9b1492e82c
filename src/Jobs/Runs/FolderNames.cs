using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Runs;

/// <summary>Which folder names may be made from users' input.</summary>
public static partial class FolderNames
{
    /// <summary>
    /// Whether this can be an experiment's name: letters, digits, dots, dashes and underscores, starting with a letter or digit.
    /// </summary>
    public static bool IsExperiment(string name) => Experiment().IsMatch(name);

    /// <summary>
    /// Whether this can be an evaluation's name: like an experiment's, but it may also start with a dash or an underscore.
    /// </summary>
    public static bool IsEvaluation(string name) => Evaluation().IsMatch(name);

    /// <summary>A name with a dash for every character that is not allowed.</summary>
    public static string Slug(string name) => Other().Replace(name, "-");

    // \z and not $, which also matches before a final newline.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Experiment();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Evaluation();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Other();
}
