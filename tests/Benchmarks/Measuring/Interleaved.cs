namespace Angioboard.Benchmarks.Measuring;

/// <summary>Times several sides in turn, so that whatever else the machine does falls on all of them.</summary>
internal static class Interleaved
{
    // Long enough for the waiting threads of the side before to have gone to sleep.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs two sides some times unmeasured, then both in turn. Each returns its own figure.</summary>
    public static (Samples Ours, Samples Peer) Measure(Func<double> ours, Func<double> peer, int warmUps, int repeats)
    {
        Samples[] both = Measure([ours, peer], warmUps, repeats);
        return (both[0], both[1]);
    }

    /// <summary>The same for any number of sides.</summary>
    public static Samples[] Measure(IReadOnlyList<Func<double>> sides, int warmUps, int repeats)
    {
        List<double>[] figures = [.. sides.Select(_ => new List<double>())];
        for (int round = 0; round < warmUps + repeats; round++)
        {
            for (int turn = 0; turn < sides.Count; turn++)
            {
                // Who comes first changes, so that nobody always follows the same other.
                int side = (round + turn) % sides.Count;
                Thread.Sleep(Pause);
                figures[side].Add(sides[side]());
            }
        }
        return [.. figures.Select(values => new Samples([.. values.Skip(warmUps)]))];
    }
}
