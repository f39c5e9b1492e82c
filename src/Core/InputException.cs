using System.Text;

namespace Angioboard.Core;

/// <summary>
/// User input that cannot be used: a file, a folder, a setting. Each problem is one line that names what and where, and gives the remedy.
/// The command line prints them and exits with 2.
/// </summary>
public class InputException : Exception
{
    /// <summary>Maximum characters of a problem: it may quote a file, which may contain anything.</summary>
    private const int Longest = 1500;

    /// <summary>One problem.</summary>
    public InputException(string problem) : this([problem]) { }

    /// <summary>One problem, with its cause.</summary>
    public InputException(string problem, Exception cause) : base(Line(problem), cause) => Problems = [Message];

    /// <summary>All problems, in the order they were found.</summary>
    public InputException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, problems.Select(Line))) =>
        Problems = [.. problems.Select(Line)];

    /// <summary>The problems, one line each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>A line that is safe to print: control characters are replaced, and the middle of a long line is cut.</summary>
    private static string Line(string problem)
    {
        if (problem.Length <= Longest && !problem.Any(c => char.IsControl(c) || char.IsSurrogate(c))) return problem;
        string shown = problem.Length <= Longest ? problem : $"{problem[..(Longest * 3 / 5)]} … {problem[^(Longest * 2 / 5 - 3)..]}";
        StringBuilder line = new(shown.Length);
        foreach (Rune rune in shown.EnumerateRunes()) line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return line.ToString();
    }
}
