namespace Angioboard.Benchmarks.Measuring;

/// <summary>Times several sides in turn, so that other load on the machine affects all of them.</summary>
internal static class Interleaved
{
    // Long enough for waiting threads of the previous side to go to sleep.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs two sides a few times unmeasured, then both in turn. Each returns its own figure.</summary>
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
                // The first side changes, so that no side always follows the same other one.
                int side = (round + turn) % sides.Count;
                Thread.Sleep(Pause);
                figures[side].Add(sides[side]());
            }
        }
        return [.. figures.Select(values => new Samples([.. values.Skip(warmUps)]))];
    }
}
