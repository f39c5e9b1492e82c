namespace Angioboard.Faults.Fuzz;

/// <summary>The outcome of an input.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Reader">Its reader.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Milliseconds">The processor time it took, so that other programs' use of the machine does not count.</param>
/// <param name="Megabytes">The process's peak memory in that time.</param>
/// <param name="Result"><c>read</c>, <c>refused</c>, or what failed.</param>
internal sealed record FuzzOutcome(int Number, string Reader, long Bytes, double Milliseconds, long Megabytes, string Result)
{
    /// <summary>A reader that gives no answer for this long hangs, whatever it waits for.</summary>
    public const double LongestWait = 300_000;

    /// <summary>The memory limit.</summary>
    public const long MostMegabytes = 1024;

    /// <summary>
    /// The most processor time that an input may take. More than this is a hang: a busy machine's processors are several times slower, but
    /// the slowest small input takes an eighth of it, and the slowest reader a tenth per megabyte.
    /// </summary>
    public static double LongestMilliseconds(long bytes) => 30_000 + bytes / 1000.0;

    /// <summary>Whether it was neither read nor refused clearly, or took too much time or memory.</summary>
    public bool Failed => Fault is not null;

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Fault => Result switch
    {
        not ("read" or "refused") => Result,
        _ when Milliseconds > LongestMilliseconds(Bytes) => $"took {Milliseconds / 1000:F1} s of processor time",
        _ when Megabytes > MostMegabytes => $"took {Megabytes} MB",
        _ => null,
    };
}
