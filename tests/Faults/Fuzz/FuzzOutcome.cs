namespace Angioboard.Faults.Fuzz;

/// <summary>What came of an input.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Reader">Who read it.</param>
/// <param name="Milliseconds">The processor time it took: what others do on the machine is not the reader's.</param>
/// <param name="Megabytes">The most memory that the process held meanwhile.</param>
/// <param name="Result"><c>read</c>, <c>refused</c>, or what failed.</param>
internal sealed record FuzzOutcome(int Number, string Reader, double Milliseconds, long Megabytes, string Result)
{
    /// <summary>The most that any input may take.</summary>
    public const double LongestMilliseconds = 5000;

    /// <summary>Without an answer for so long, a reader hangs, whatever it waits for.</summary>
    public const double LongestWait = 60_000;

    /// <summary>The most memory.</summary>
    public const long MostMegabytes = 1024;

    /// <summary>Whether it is neither read nor refused clearly, or took too much.</summary>
    public bool Failed => Fault is not null;

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Fault => Result switch
    {
        not ("read" or "refused") => Result,
        _ when Milliseconds > LongestMilliseconds => $"took {Milliseconds / 1000:F1} s of processor time",
        _ when Megabytes > MostMegabytes => $"took {Megabytes} MB",
        _ => null,
    };
}
