using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>The settings that vary among runs, beside a metric: what a scatter and parallel coordinates show.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Settings">The settings that vary, those that are not the seed first.</param>
/// <param name="Metric">The metric.</param>
/// <param name="LowerIsBetter">Whether a lower value of the metric is better.</param>
public sealed record SettingsSweep(IReadOnlyList<Run> Runs, IReadOnlyList<SweepAxis> Settings, SweepAxis Metric, bool LowerIsBetter)
{
    /// <summary>From so many runs on, a list of them says little.</summary>
    public const int Fewest = 10;

    /// <summary>The settings of these runs and a metric of the validation split.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="settings">Their settings (<see cref="SettingsDifference.Between"/>).</param>
    /// <param name="metric">The metric: <c>val_loss</c>.</param>
    public static SettingsSweep Of(IReadOnlyList<Run> runs, IReadOnlyList<SettingRow> settings, string metric)
    {
        double?[] values = [.. runs.Select(run => SettingsVerdict.ValueOf(run, metric))];
        string[] texts = [.. values.Select(value => value is { } v ? ColumnFormat.Measured.Write(v) : "–")];
        return new SettingsSweep(runs,
            [.. settings.Where(row => row.Differs && (row.Name == "seed" || !SettingsHash.IsIncidental(row.Name)))
                .OrderBy(row => row.Name == "seed").Select(row => SweepAxis.Of(row.Name, row.Values))],
            SweepAxis.OfNumbers(metric, values, texts, mayBeLogarithmic: false), MetricDirection.LowerIsBetter(metric));
    }

    /// <summary>How good a run is among these, from 0 (worst) to 1; null without a value.</summary>
    public double? Goodness(int run) => Metric.Places[run] is { } place ? LowerIsBetter ? 1 - place : place : null;

    /// <summary>The runs, the best first, those without a value last.</summary>
    public IReadOnlyList<int> Order => [.. Enumerable.Range(0, Runs.Count).OrderByDescending(run => Goodness(run) ?? -1)];
}
