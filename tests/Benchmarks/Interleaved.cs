namespace Angioboard.Benchmarks;

/// <summary>Times two sides in turn, so that whatever else the machine does falls on both.</summary>
internal static class Interleaved
{
    // Long enough for the waiting threads of the side before to have gone to sleep.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs each side some times unmeasured, then both in turn. Each returns its own figure.</summary>
    public static (Samples Ours, Samples Peer) Measure(Func<double> ours, Func<double> peer, int warmUps, int repeats)
    {
        List<double> mine = [], theirs = [];
        for (int i = 0; i < warmUps + repeats; i++)
        {
            // Who comes first changes, so that neither always follows the other.
            if (i % 2 == 0) Run(ours, mine);
            Run(peer, theirs);
            if (i % 2 == 1) Run(ours, mine);
        }
        return (new([.. mine.Skip(warmUps)]), new([.. theirs.Skip(warmUps)]));
    }

    private static void Run(Func<double> side, List<double> figures)
    {
        Thread.Sleep(Pause);
        figures.Add(side());
    }
}
