namespace Angioboard.Core;

/// <summary>
/// A reproducible stream of random numbers determined only by its key: the run's seed, the purpose, and where in the run it is drawn
/// (epoch, exam, frame). Draws share no state, so an interrupted run that resumes draws the same values as an uninterrupted one. SplitMix64
/// (Steele, Lea and Flood, 2014).
/// </summary>
public sealed class SeededRandom
{
    private ulong state;

    /// <summary>A stream of its own for each combination of seed, purpose and place.</summary>
    public SeededRandom(long seed, string purpose, params ReadOnlySpan<long> place)
    {
        ulong hash = Mix((ulong)seed);
        foreach (char c in purpose) hash = Mix(hash ^ c);
        foreach (long part in place) hash = Mix(hash ^ (ulong)part);
        state = hash;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(state += 0x9e3779b97f4a7c15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>True with probability <paramref name="p"/>.</summary>
    public bool Chance(double p) => NextDouble() < p;

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1.</summary>
    public int NextInt(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Standard normal (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>0 … <paramref name="count"/> − 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
