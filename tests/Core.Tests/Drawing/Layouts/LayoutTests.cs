using System.Text;
using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Layouts;

namespace Angioboard.Core.Tests.Drawing.Layouts;

public sealed class LayoutTests
{
    private static readonly FlowChart chart = new("Flow of exams",
        [
            new(new FlowBox("Split file", ["520 exams"]), new FlowBox("Left out", ["3 exams not read"])),
            new(new FlowBox("Read", ["517 exams, 4,418 frames, of which some are in a line that must be broken as it is long"]), null),
        ],
        [new FlowBox("train", ["315 exams", "Leakage: 93"]), new FlowBox("test", ["202 exams"])]);

    [Fact]
    public void A_flow_chart_holds_every_line_and_nothing_leaves_the_page()
    {
        using FlowDrawing drawing = new(chart, 480);
        string svg = Encoding.UTF8.GetString(FigureFile.Bytes(chart, FigureFormat.Svg, 170));

        Assert.All(["Split file", "520 exams", "Left out", "3 exams not read", "Read", "train", "Leakage: 93", "test", "202 exams"],
            text => Assert.Contains($"aria-label=\"{text}\"", svg, StringComparison.Ordinal));
        Assert.Equal(480, drawing.Width);
        Assert.InRange(drawing.Height, 150, 400);
    }

    [Fact]
    public void Panels_stand_in_rows_each_as_wide_as_its_share()
    {
        FigureSeries line = new("a", [0, 1], [0, 1], "#0072b2", 0);
        Figure panel = new() { Title = "ROC", Square = true, Legend = false, Series = [line] };
        using PanelsDrawing three = new(new FigurePanels("ROC", [panel, panel, panel], 3), 300);
        using PanelsDrawing four = new(new FigurePanels("ROC", [panel, panel, panel, panel], 3), 300);

        Assert.Equal(300, four.Width);
        Assert.Equal(2 * three.Height, four.Height, 1e-3);
    }

    [Theory]
    [InlineData(FigureFormat.Pdf, "%PDF")]
    [InlineData(FigureFormat.Svg, "<svg")]
    [InlineData(FigureFormat.Png, "PNG")]
    public void Both_are_written_in_every_format_with_equal_bytes_each_time(FigureFormat format, string begin)
    {
        FigurePanels panels = new("ROC", [new Figure { Title = "ROC", Series = [] }], 2);

        byte[] flow = FigureFile.Bytes(chart, format, 170), rows = FigureFile.Bytes(panels, format, 170);

        Assert.Contains(begin, Encoding.Latin1.GetString(flow[..200]), StringComparison.Ordinal);
        Assert.Contains(begin, Encoding.Latin1.GetString(rows[..200]), StringComparison.Ordinal);
        Assert.Equal(flow, FigureFile.Bytes(chart, format, 170));
    }

    [Fact]
    public void A_flow_chart_without_ends_or_left_out_exams_is_drawn_too()
    {
        FlowChart alone = new("Flow", [new(new FlowBox("Read", []), null)], []);

        Assert.NotEmpty(FigureFile.Bytes(alone, FigureFormat.Png, 85));
    }
}
