using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.RunDetails.Overview;

/// <summary>How a run's curves are drawn.</summary>
/// <param name="Axis">The x axis.</param>
/// <param name="Smoothing">The weight of earlier values in the moving average.</param>
/// <param name="Logarithmic">A logarithmic axis for losses.</param>
public sealed record CurveView(CurveAxis Axis, double Smoothing, bool Logarithmic);

/// <summary>One chart of a run's curves.</summary>
internal sealed record CurveChart(string Title, string XTitle, string YTitle, bool Wide, bool LogY, IReadOnlyList<ChartSeries> Series,
    IReadOnlyList<ChartMark> Marks)
{
    private const string Loss = "loss";

    // Below this the axis of time is in minutes: ApexCharts rounds the steps of an axis to hundredths.
    private const double FewHours = 2;

    /// <summary>The charts of the epochs so far.</summary>
    public static IReadOnlyList<CurveChart> Of(IReadOnlyList<EpochRecord> epochs, int? best, EpochClock? clock, CurveView view)
    {
        (IReadOnlyList<double> x, string title) = XOf(epochs, view.Axis, clock);
        IReadOnlyList<ChartMark> marks = MarksOf(epochs, best, x);
        string[] splits = [.. epochs.SelectMany(epoch => epoch.Values.Keys).Distinct().Select(RunCurves.SplitOf).Distinct()
            .Except(["", "train", "val"])];
        return [.. RunCurves.Groups(epochs).Select(group => new CurveChart(
            MetricTitle.Of(group.Metric),
            title,
            group.Metric == Loss ? "cross-entropy" : "",
            group.Metric == Loss,
            group.Metric == Loss && view.Logarithmic,
            [.. group.Names.SelectMany(name => SeriesOf(epochs, name, StyleOf(name, splits), x, view.Smoothing))],
            marks))];
    }

    private static (IReadOnlyList<double> X, string Title) XOf(IReadOnlyList<EpochRecord> epochs, CurveAxis axis, EpochClock? clock)
    {
        IReadOnlyList<double> x = RunCurves.Positions(epochs, axis, clock);
        return axis switch
        {
            CurveAxis.Epochs => (x, "epoch"),
            CurveAxis.Frames => (x, "frames seen"),
            _ when x.Count > 0 && x[^1] < FewHours => ([.. x.Select(hours => 60 * hours)], "minutes since start"),
            _ => (x, "hours since start"),
        };
    }

    private static IReadOnlyList<ChartMark> MarksOf(IReadOnlyList<EpochRecord> epochs, int? best, IReadOnlyList<double> x)
    {
        for (int i = 0; i < epochs.Count; i++)
        {
            if (epochs[i].Epoch == best) return [new ChartMark(x[i], "best")];
        }
        return [];
    }

    // Only measured values are smoothed, not the learning rate. Under a smoothed line the values themselves are drawn, pale.
    private static IEnumerable<ChartSeries> SeriesOf(IReadOnlyList<EpochRecord> epochs, string name, SeriesStyle style,
        IReadOnlyList<double> x, double smoothing)
    {
        string title = NameOf(RunCurves.SplitOf(name), name);
        ChartSeries measured = new() { Name = title, Points = Points(0), Color = style.Color, Dash = style.Dash };
        if (smoothing == 0 || name == "lr") return [measured];
        return [measured with { Faint = true, Dash = 0 },
            measured with { Name = RunCurves.Smoothed(title, smoothing), Points = Points(smoothing) }];

        ChartPoint[] Points(double weight) =>
            [.. RunCurves.Of(epochs, name, x, weight).Points.Select(point => new ChartPoint(point.X, point.Y))];
    }

    private static string NameOf(string split, string name) => split switch
    {
        "" => MetricTitle.Of(name).ToLowerInvariant(),
        "train" => "training",
        "val" => "validation",
        _ => split,
    };

    // A split has one style on all charts of the page and in trainlog.pdf: monitors follow in the order of the log.
    private static SeriesStyle StyleOf(string name, string[] monitors) => RunCurves.SplitOf(name) switch
    {
        "train" or "" => Palette.Of(0),
        "val" => Palette.Of(1),
        { } monitor => Palette.Of(2 + Array.IndexOf(monitors, monitor)),
    };
}
