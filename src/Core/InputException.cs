namespace Angioboard.Core;

/// <summary>
/// Something the user gave cannot be used: a file, a folder, a setting. Each problem is one line that names what and where,
/// and says what to do; the command line prints them and exits with 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>One problem.</summary>
    public InputException(string problem) : this([problem]) { }

    /// <summary>One problem with the error that revealed it.</summary>
    public InputException(string problem, Exception cause) : base(problem, cause) => Problems = [problem];

    /// <summary>All problems found, in the order they were met.</summary>
    public InputException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>The problems, one line each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
