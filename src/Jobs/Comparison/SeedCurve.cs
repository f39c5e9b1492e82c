using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;

namespace Angioboard.Jobs.Comparison;

/// <summary>What the band around a mean shows.</summary>
public enum BandKind
{
    /// <summary>From the lowest to the highest.</summary>
    Range,

    /// <summary>One standard deviation (of a sample) to either side.</summary>
    Deviation,
}

/// <summary>A band's extent at one x.</summary>
public readonly record struct CurveBand(double X, double Low, double High);

/// <summary>The curve of a run, or the mean of repetitions with a band.</summary>
/// <param name="Points">One point per epoch.</param>
/// <param name="Band">The range of the repetitions; null for a single run.</param>
public sealed record SeedCurve(IReadOnlyList<CurvePoint> Points, IReadOnlyList<CurveBand>? Band)
{
    /// <summary>The curve of a single run.</summary>
    public static SeedCurve Of(RunCurve curve) => new(curve.Points, null);

    /// <summary>
    /// The mean over repetitions. At each epoch it uses those that have a value there, at the mean of their x values. It ends where half of
    /// the repetitions have ended: from there it would be the mean of those that happened to train longest, and its band would shrink.
    /// </summary>
    /// <param name="members">Each repetition's epochs and its curve over them.</param>
    /// <param name="kind">What the band shows.</param>
    public static SeedCurve Mean(IReadOnlyList<(IReadOnlyList<EpochRecord> Epochs, RunCurve Curve)> members, BandKind kind)
    {
        List<CurvePoint> mean = [];
        List<CurveBand> band = [];
        IOrderedEnumerable<IGrouping<int, CurvePoint>> byEpoch = members
            .SelectMany(member => member.Epochs.Zip(member.Curve.Points, (epoch, point) => (epoch.Epoch, Point: point)))
            .GroupBy(value => value.Epoch, value => value.Point)
            .Where(epoch => 2 * members.Count(member => member.Epochs.Count > 0 && member.Epochs[^1].Epoch >= epoch.Key) > members.Count)
            .OrderBy(epoch => epoch.Key);
        foreach (IGrouping<int, CurvePoint> epoch in byEpoch)
        {
            CurvePoint[] measured = [.. epoch.Where(point => point.Y is not null)];
            double x = epoch.Average(point => point.X);
            if (measured.Length == 0)
            {
                mean.Add(new CurvePoint(x, null));
                continue;
            }
            double[] values = [.. measured.Select(point => point.Y!.Value)];
            double average = values.Average();
            mean.Add(new CurvePoint(x, average));
            double deviation = values.Length < 2
                ? 0
                : Math.Sqrt(values.Sum(value => (value - average) * (value - average)) / (values.Length - 1));
            band.Add(kind == BandKind.Range
                ? new CurveBand(x, values.Min(), values.Max())
                : new CurveBand(x, average - deviation, average + deviation));
        }
        return new SeedCurve(mean, band);
    }
}
