namespace Angioboard.Benchmarks;

/// <summary>One figure: medians of ours and the peer's, taken in turn in one run.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Ours">Median.</param>
/// <param name="Peer">Median; null where there is nothing to compare with.</param>
/// <param name="Ratio">How many times better ours is: the median over pairs taken one after the other.</param>
/// <param name="Goal">What is wanted of the ratio, or of the value where there is no peer.</param>
/// <param name="Repeats">Pairs, after one to warm up.</param>
internal sealed record Figure(string Name, string Unit, double Ours, double? Peer, double? Ratio, string Goal, int Repeats)
{
    /// <summary>A rate: pairs of (ours, peer) seconds for so many units of work.</summary>
    public static Figure Rate(string name, string unit, double work, IReadOnlyList<(double Ours, double Peer)> seconds, string goal) => new(
        name, unit, work / Median(seconds.Select(s => s.Ours)), work / Median(seconds.Select(s => s.Peer)), Median(seconds.Select(s => s.Peer / s.Ours)), goal, seconds.Count);

    /// <summary>A time each: pairs of (ours, peer) seconds for so many units, in milliseconds a unit.</summary>
    public static Figure Time(string name, double units, IReadOnlyList<(double Ours, double Peer)> seconds, string goal) => new(
        name, "ms", 1000 * Median(seconds.Select(s => s.Ours)) / units, 1000 * Median(seconds.Select(s => s.Peer)) / units, Median(seconds.Select(s => s.Peer / s.Ours)), goal, seconds.Count);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
