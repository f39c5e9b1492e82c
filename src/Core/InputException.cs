using System.Text;

namespace Angioboard.Core;

/// <summary>
/// Something the user gave cannot be used: a file, a folder, a setting. Each problem is one line that names what and where,
/// and says what to do; the command line prints them and exits with 2.
/// </summary>
public class InputException : Exception
{
    /// <summary>Characters of a problem: it may quote a file, which may hold anything.</summary>
    private const int Longest = 1500;

    /// <summary>One problem.</summary>
    public InputException(string problem) : this([problem]) { }

    /// <summary>One problem with the error that revealed it.</summary>
    public InputException(string problem, Exception cause) : base(Line(problem), cause) => Problems = [Message];

    /// <summary>All problems found, in the order they were met.</summary>
    public InputException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, problems.Select(Line))) =>
        Problems = [.. problems.Select(Line)];

    /// <summary>The problems, one line each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>A line that a terminal shows as it is: what is quoted loses its control characters and, if it is long, its middle.</summary>
    private static string Line(string problem)
    {
        if (problem.Length <= Longest && !problem.Any(c => char.IsControl(c) || char.IsSurrogate(c))) return problem;
        string shown = problem.Length <= Longest ? problem : $"{problem[..(Longest * 3 / 5)]} … {problem[^(Longest * 2 / 5 - 3)..]}";
        StringBuilder line = new(shown.Length);
        foreach (Rune rune in shown.EnumerateRunes()) line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return line.ToString();
    }
}
