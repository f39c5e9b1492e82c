using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Compare;

/// <summary>A chart with a curve for each run or group; <see cref="Groups"/> gives the runs of each series.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Series">One curve per run or group.</param>
/// <param name="Groups">The runs of each of <paramref name="Series"/>, by their index.</param>
public sealed record ComparedChart(string Title, IReadOnlyList<ChartSeries> Series, IReadOnlyList<IReadOnlyList<int>> Groups)
{
    /// <summary>Whether it shows a loss, which may be drawn on a logarithmic axis.</summary>
    public bool IsLoss { get; init; }
}

/// <summary>Turns the compared values into series, each run in its own colour and dash.</summary>
internal static class CompareCharts
{
    /// <summary>A chart for each value over epochs.</summary>
    public static IReadOnlyList<ComparedChart> Curves(ComparedData data, CompareView view)
    {
        IReadOnlyList<IReadOnlyList<int>> groups = view.Grouped
            ? data.Compared.SeedGroups
            : [.. Enumerable.Range(0, data.Compared.Runs.Count).Select(run => new[] { run })];
        string[] names = [.. groups.Select(group => NameOf(data, group))];
        return [.. data.Curves.Select(name => Curve(name, Measured(name)))];

        ComparedChart Curve(string name, ChartSeries[] measured) => view.Smoothing == 0
            ? new(CurveTitle.Of(name), measured, groups) { IsLoss = IsLoss(name) }
            : new(CurveTitle.Of(name), [.. measured.Select(Pale), .. Smoothed(name)], [.. groups, .. groups]) { IsLoss = IsLoss(name) };

        ChartSeries[] Measured(string name) =>
            [.. data.CurvesOf(name, groups, view.Axis, 0, view.Band).Select((curve, i) => Series(First(i), names[i], curve))];

        IEnumerable<ChartSeries> Smoothed(string name) => data.CurvesOf(name, groups, view.Axis, view.Smoothing, view.Band)
            .Select((curve, i) => Series(First(i), RunCurves.Smoothed(names[i], view.Smoothing), curve));

        Run First(int group) => data.Compared.Runs[groups[group][0]];
    }

    private static bool IsLoss(string name) => name.EndsWith("_loss", StringComparison.Ordinal);

    private static ChartSeries Pale(ChartSeries series) => series with { Faint = true, Band = null, Dash = 0 };

    /// <summary>The IMCP curves of a split, with their areas.</summary>
    public static ComparedChart Imcp(ComparedData data, IReadOnlyList<EvaluatedSplit?> splits) => Shares("IMCP", data, splits, split => (
        [.. split.Report.Imcp.X.Zip(split.Report.Imcp.Y, (x, y) => new ChartPoint(x, y))], split.Report.Imcp.Area));

    /// <summary>The mean ROC curves of a split's classes, with the mean areas.</summary>
    public static ComparedChart Roc(ComparedData data, IReadOnlyList<EvaluatedSplit?> splits) =>
        Shares("ROC, mean over classes", data, splits, split => (
        [.. MacroRoc.Of(split.Report.Roc).Select(point => new ChartPoint(point.X, point.Y))],
        split.Report.Metrics.GetValueOrDefault(Core.Evaluation.Metrics.MetricNames.AucOvrMacro)));

    /// <summary>A validation metric in a sentence: <c>validation loss</c>.</summary>
    public static string MetricTitleOf(string name) => $"validation {MetricTitle.Within(RunCurves.MetricOf(name))}";

    private static ComparedChart Shares(
        string title, ComparedData data, IReadOnlyList<EvaluatedSplit?> splits,
        Func<EvaluatedSplit, (IReadOnlyList<ChartPoint> Points, double? Area)> draw)
    {
        List<ChartSeries> series = [];
        List<IReadOnlyList<int>> groups = [];
        for (int run = 0; run < splits.Count; run++)
        {
            if (splits[run] is not { } split) continue;
            (IReadOnlyList<ChartPoint> points, double? area) = draw(split);
            if (points.Count == 0) continue;
            SeriesStyle style = Palette.Of(data.Compared.Runs[run].Key);
            series.Add(new ChartSeries { Name = $"{data.Compared.Names[run]}, area {CompareText.Figure(area)}", Points = points,
                Color = style.Color, Dash = style.Dash });
            groups.Add([run]);
        }
        return new ComparedChart(title, series, groups);
    }

    private static ChartSeries Series(Run run, string name, SeedCurve curve)
    {
        SeriesStyle style = Palette.Of(run.Key);
        return new ChartSeries
        {
            Name = name,
            Points = [.. curve.Points.Select(point => new ChartPoint(point.X, point.Y))],
            Band = curve.Band is { } band ? [.. band.Select(at => new BandPoint(at.X, at.Low, at.High))] : null,
            Color = style.Color,
            Dash = style.Dash,
        };
    }

    /// <summary>The name of a curve: of one run, or of all runs with its settings, named by those that differ.</summary>
    public static string NameOf(ComparedData data, IReadOnlyList<int> group)
    {
        if (!data.Pooled) return data.Compared.Names[group[0]];
        string title = data.Compared.SettingTitles[data.Compared.Runs[group[0]].SettingsHash];
        return group.Count == 1 ? title : $"{title} ({group.Count} seeds)";
    }
}
