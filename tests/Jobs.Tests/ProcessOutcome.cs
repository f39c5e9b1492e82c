namespace Angioboard.Jobs.Tests;

/// <summary>How a process ended and what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Errors)
{
    /// <summary>The errors on standard error, without the leading word.</summary>
    public string[] Problems =>
        [.. Errors.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))
            .Select(line => line["error: ".Length..].TrimEnd())];

    /// <summary>The last line of standard output, on which the verbs print the path of their result.</summary>
    public string Result => Output.TrimEnd().Split('\n')[^1].Trim();

    /// <summary>Asserts that it succeeded.</summary>
    public ProcessOutcome Done() => Ended(0);

    /// <summary>Asserts that it ended with this code and printed no stack trace.</summary>
    public ProcessOutcome Ended(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, not {code}\n{Output}\n{Errors}");
        Assert.DoesNotMatch(@"(?m)^\s+at .+\(", Errors);
        return this;
    }

    /// <summary>Asserts that it refused its input, and returns the problems.</summary>
    public string[] Refused()
    {
        Ended(2);
        Assert.NotEmpty(Problems);
        return Problems;
    }
}
