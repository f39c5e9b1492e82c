using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Settings;

namespace Angioboard.Faults.Fuzz;

/// <summary>Judges a refusal: its lines must name the file or the setting, in words for users.</summary>
internal static partial class Judgement
{
    private const int LongestProblem = 2000;
    private const int MostProblems = 2000;

    /// <summary>What is wrong with a refusal; null if it is clear.</summary>
    public static string? Fault(InputException refusal, string path)
    {
        if (refusal.Problems.Count == 0) return "a refusal without a problem";
        if (refusal.Problems.Count > MostProblems) return $"a refusal of {refusal.Problems.Count} problems";
        return refusal.Problems.Select(problem => Fault(problem, path)).FirstOrDefault(fault => fault is not null);
    }

    private static string? Fault(string problem, string path)
    {
        string? fault = problem switch
        {
            _ when string.IsNullOrWhiteSpace(problem) => "an empty problem",
            _ when problem.Length > LongestProblem => $"a problem of {problem.Length} characters",
            _ when problem.Any(char.IsControl) => "a problem with line breaks or control characters",
            _ when Inside().IsMatch(problem) => "a problem that names the program's insides",
            _ when !problem.Contains(Path.GetDirectoryName(path)!, StringComparison.Ordinal)
                && !NamesPlace(problem, path) => "a problem that names neither file nor setting",
            _ => null,
        };
        return fault is null ? null : $"{fault}: {problem[..Math.Min(problem.Length, 300)]}";
    }

    /// <summary>
    /// Problems of a settings file name the setting, since several files may be combined. Those of a split may name a frame or a folder.
    /// </summary>
    private static bool NamesPlace(string problem, string path) => Path.GetFileName(path) switch
    {
        "settings.json" => SettingsFile.Names.ContainsKey(problem.Split(':')[0]),
        "split.json" => problem.StartsWith('/'),
        _ => false,
    };

    [GeneratedRegex(@"System\.[A-Z]|Microsoft\.|TorchSharp|Angioboard\.|   at |Exception|`1|Object reference|LineNumber|isFinalBlock|reader options|invalid start of|could not be converted|c10::|torch/")]
    private static partial Regex Inside();
}
