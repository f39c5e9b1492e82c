using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Reading;

/// <summary>The x axis of a curve.</summary>
public enum CurveAxis
{
    /// <summary>Epochs, counted from 1.</summary>
    Epochs,

    /// <summary>Hours since the run's first event.</summary>
    Hours,

    /// <summary>Training frames seen.</summary>
    Frames,
}

/// <summary>A point of a curve; null leaves a gap.</summary>
public readonly record struct CurvePoint(double X, double? Y);

/// <summary>A value over a run's epochs.</summary>
/// <param name="Name">Its name in metrics.jsonl: <c>val_loss</c>.</param>
/// <param name="Points">One point per epoch.</param>
public sealed record RunCurve(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>Curves that belong in one chart: a metric of every split, or the learning rate.</summary>
/// <param name="Metric"><c>loss</c>, <c>accuracy</c> …, <c>lr</c>.</param>
/// <param name="Names">The curves' names.</param>
public sealed record CurveGroup(string Metric, IReadOnlyList<string> Names);

/// <summary>A run's epochs as curves.</summary>
public static class RunCurves
{
    private const string LearningRate = "lr";

    private static readonly string[] Metrics =
        [MetricNames.Loss, MetricNames.Accuracy, MetricNames.AucOvrMacro, MetricNames.F1Macro, MetricNames.ImcpArea, MetricNames.LogLoss,
            LearningRate];

    /// <summary>
    /// The charts for the epochs' values: loss first, then metrics, then the learning rate. In each, training comes first, then validation
    /// and monitors.
    /// </summary>
    public static IReadOnlyList<CurveGroup> Groups(IReadOnlyList<EpochRecord> epochs)
    {
        string[] names = [.. epochs.SelectMany(epoch => epoch.Values.Keys).Distinct()];
        return [.. Metrics
            .Select(metric =>
                new CurveGroup(metric,
                    [.. names.Where(name => MetricOf(name) == metric).OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal)]))
            .Where(group => group.Names.Count > 0)];
    }

    /// <summary>The metric of a value's name: <c>val_f1_macro</c> is the <c>f1_macro</c> of <c>val</c>.</summary>
    public static string MetricOf(string name) => MetricNames.InValue(name) ?? name;

    /// <summary>The split in a value's name; empty if the value has no split.</summary>
    public static string SplitOf(string name) =>
        MetricOf(name) is { } metric && metric.Length < name.Length ? name[..^(metric.Length + 1)] : "";

    /// <summary>The name of a smoothed curve: <c>training, smoothed 0.60</c>.</summary>
    public static string Smoothed(string name, double smoothing) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}, smoothed {smoothing:0.00}");

    /// <summary>One value over the epochs.</summary>
    /// <param name="epochs">The epochs in order.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="x">Each epoch's position on the axis (<see cref="Positions"/>).</param>
    /// <param name="smoothing">From 0 (none) to below 1: the weight of earlier values in the moving average.</param>
    public static RunCurve Of(IReadOnlyList<EpochRecord> epochs, string name, IReadOnlyList<double> x, double smoothing = 0)
    {
        CurvePoint[] points = new CurvePoint[epochs.Count];
        double average = 0, weight = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double? y = epochs[i].Values.GetValueOrDefault(name);
            if (y is { } value && double.IsFinite(value))
            {
                // Dividing by the sum of the weights corrects for the missing values before the first epoch.
                average = smoothing * average + (1 - smoothing) * value;
                weight = smoothing * weight + (1 - smoothing);
                y = average / weight;
            }
            else
            {
                y = null;
            }
            points[i] = new CurvePoint(x[i], y);
        }
        return new RunCurve(name, points);
    }

    /// <summary>Each epoch's position on an axis.</summary>
    /// <param name="epochs">The epochs in order.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="clock">When epochs ended; epochs without an entry are placed by the duration of their training.</param>
    public static IReadOnlyList<double> Positions(IReadOnlyList<EpochRecord> epochs, CurveAxis axis, EpochClock? clock = null)
    {
        double[] x = new double[epochs.Count];
        double hours = 0, frames = 0;
        for (int i = 0; i < x.Length; i++)
        {
            EpochRecord epoch = epochs[i];
            hours = Math.Max(hours, clock?.Hours(epoch.Epoch) ?? hours + (epoch.Values.GetValueOrDefault("seconds") ?? 0) / 3600);
            frames += epoch.Values.GetValueOrDefault("frames") ?? 0;
            x[i] = axis switch
            {
                CurveAxis.Hours => hours,
                CurveAxis.Frames => frames,
                _ => epoch.Number,
            };
        }
        return x;
    }

    private static int Rank(string name) => SplitOf(name) switch
    {
        "train" => 0,
        "val" => 1,
        _ => 2,
    };
}
