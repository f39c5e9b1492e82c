namespace Angioboard.Jobs.Tests;

/// <summary>How a process ended and what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard error that are errors, without the word.</summary>
    public string[] Problems =>
        [.. Errors.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).Select(line => line["error: ".Length..].TrimEnd())];

    /// <summary>The last line of standard output: the verbs end with where their result lies.</summary>
    public string Result => Output.TrimEnd().Split('\n')[^1].Trim();

    /// <summary>It did what it should.</summary>
    public ProcessOutcome Done() => Ended(0);

    /// <summary>It ended with this code, and showed no stack trace whatever happened.</summary>
    public ProcessOutcome Ended(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, not {code}\n{Output}\n{Errors}");
        Assert.DoesNotMatch(@"(?m)^\s+at .+\(", Errors);
        return this;
    }

    /// <summary>It refused its input: the problems.</summary>
    public string[] Refused()
    {
        Ended(2);
        Assert.NotEmpty(Problems);
        return Problems;
    }
}
