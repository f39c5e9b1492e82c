using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.RunDetails.Overview;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class CurveChartTests
{
    [Fact]
    public void Monitored_splits_have_the_styles_of_the_pdf_in_the_order_of_the_log()
    {
        Dictionary<string, double?> values = new()
        {
            ["train_loss"] = 1, ["val_loss"] = 1, ["clinic-b_loss"] = 1, ["clinic-a_loss"] = 1, ["val_accuracy"] = 1,
            ["clinic-a_accuracy"] = 1, ["lr"] = 1,
        };

        IReadOnlyList<CurveChart> charts = CurveChart.Of(
            [new EpochRecord(0, values)], null, null, new CurveView(CurveAxis.Epochs, 0, Logarithmic: false));

        Assert.All(
            charts.SelectMany(chart => chart.Series),
            series => Assert.Equal(
                Palette.Of(series.Name switch { "validation" => 1, "clinic-b" => 2, "clinic-a" => 3, _ => 0 }),
                new SeriesStyle(series.Color!, series.Dash!.Value)));
        Assert.Equal(3, charts.SelectMany(chart => chart.Series).Count(series => series.Name is "clinic-a" or "clinic-b"));
    }
}
