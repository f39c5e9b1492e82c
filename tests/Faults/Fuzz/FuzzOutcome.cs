namespace Angioboard.Faults.Fuzz;

/// <summary>What came of an input.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Reader">Who read it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Milliseconds">The processor time it took: what others do on the machine is not the reader's.</param>
/// <param name="Megabytes">The most memory that the process held meanwhile.</param>
/// <param name="Result"><c>read</c>, <c>refused</c>, or what failed.</param>
internal sealed record FuzzOutcome(int Number, string Reader, long Bytes, double Milliseconds, long Megabytes, string Result)
{
    /// <summary>Without an answer for so long, a reader hangs, whatever it waits for.</summary>
    public const double LongestWait = 300_000;

    /// <summary>The most memory.</summary>
    public const long MostMegabytes = 1024;

    /// <summary>
    /// The most processor time that an input may take. It means a hang, for a busy machine's processors are several times as slow: the slowest small
    /// input takes an eighth of it, the slowest reader a tenth a megabyte.
    /// </summary>
    public static double LongestMilliseconds(long bytes) => 30_000 + bytes / 1000.0;

    /// <summary>Whether it is neither read nor refused clearly, or took too much.</summary>
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
