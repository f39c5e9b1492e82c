using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>A run, or a variant of a study, among others whose settings vary.</summary>
/// <param name="Id">Unique among them.</param>
/// <param name="Address">Its page.</param>
public sealed record SweepPoint(string Id, string Address);

/// <summary>The settings that vary among runs or variants, beside a metric: what a scatter and parallel coordinates show.</summary>
/// <param name="Points">The runs or variants.</param>
/// <param name="Settings">The settings that vary, those that are not the seed first.</param>
/// <param name="Metric">The metric.</param>
/// <param name="LowerIsBetter">Whether a lower value of the metric is better.</param>
public sealed record SettingsSweep(
    IReadOnlyList<SweepPoint> Points, IReadOnlyList<SweepAxis> Settings, SweepAxis Metric, bool LowerIsBetter)
{
    /// <summary>From so many runs on, a list of them says little.</summary>
    public const int Fewest = 10;

    /// <summary>What the metric is called in a sentence: <c>validation loss</c>.</summary>
    public required string MetricTitle { get; init; }

    /// <summary>What the points are, in the singular.</summary>
    public string Noun { get; init; } = "run";

    /// <summary>The settings of these runs and a metric of the validation split.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="settings">Their settings (<see cref="SettingsDifference.Between"/>).</param>
    /// <param name="metric">The metric: <c>val_loss</c>.</param>
    public static SettingsSweep Of(IReadOnlyList<Run> runs, IReadOnlyList<SettingRow> settings, string metric)
    {
        double?[] values = [.. runs.Select(run => SettingsVerdict.ValueOf(run, metric))];
        return new SettingsSweep([.. runs.Select(run => new SweepPoint(run.Id, $"runs/{run.Id}"))],
            [.. settings.Where(row => row.Differs && (row.Name == "seed" || !SettingsHash.IsIncidental(row.Name)))
                .OrderBy(row => row.Name == "seed").Select(row => SweepAxis.Of(row.Name, row.Values))],
            MetricAxis(metric, values), MetricDirection.LowerIsBetter(metric))
        {
            MetricTitle = $"validation {Lists.Columns.MetricTitle.Within(RunCurves.MetricOf(metric))}",
        };
    }

    /// <summary>The axis of a metric.</summary>
    public static SweepAxis MetricAxis(string metric, IReadOnlyList<double?> values) => SweepAxis.OfNumbers(
        metric, values, [.. values.Select(value => value is { } v ? ColumnFormat.Measured.Write(v) : "–")], mayBeLogarithmic: false);

    /// <summary>How good a point is among these, from 0 (worst) to 1; null without a value.</summary>
    public double? Goodness(int point) => Metric.Places[point] is { } place ? LowerIsBetter ? 1 - place : place : null;

    /// <summary>The points, the best first, those without a value last.</summary>
    public IReadOnlyList<int> Order => [.. Enumerable.Range(0, Points.Count).OrderByDescending(point => Goodness(point) ?? -1)];
}
