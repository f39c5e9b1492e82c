using System.Xml.Linq;
using Angioboard.Core.Drawing;

namespace Angioboard.Core.Tests.Drawing;

/// <summary>Figures of values and names that a log or a table may hold, however odd.</summary>
public sealed class OddFigureTests
{
    public static TheoryData<double[], double[]> Values => new()
    {
        { [], [] },
        { [0], [double.NaN] },
        { [1, 2], [double.PositiveInfinity, double.NegativeInfinity] },
        { [1, 2], [1e308, -1e308] },
        { [1, 2], [double.MaxValue, double.MaxValue] },
        { [1, 2], [1e30, 1e30] },
        { [1, 2], [1e16, 1e16 + 2] },
        { [1, 2], [double.Epsilon, 0] },
        { [1, 2], [-1e-320, 1e-320] },
        { [1e300, -1e300], [0, 1] },
        { [double.MaxValue, -double.MaxValue], [0, 1] },
        { [1e17, 1e17], [0, 1] },
        { [double.NaN, 1], [0, 1] },
        { [double.PositiveInfinity, 1], [0, 1] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Odd_values_are_drawn_or_left_out(double[] x, double[] y)
    {
        foreach (FigureKind kind in new[] { FigureKind.Line, FigureKind.Bars, FigureKind.Histogram })
        {
            foreach ((bool log, bool time, bool whole) in new[]
            {
                (false, false, false), (true, false, false), (false, true, false), (false, false, true),
            })
            {
                Figure figure = new()
                {
                    Title = "odd", Kind = kind, LogY = log, XIsTime = time, WholeX = whole, BinWidth = 1, Markers = true,
                    Categories = ["a", "b"],
                    Series = [new FigureSeries("one", x, y, PaperColours.Series[0], 0)],
                };
                Assert.NotEmpty(await Task.Run(() => FigureFile.Bytes(figure, FigureFormat.Pdf, FigureFile.OneColumn), Token)
                    .WaitAsync(TimeSpan.FromSeconds(20), Token));
            }
        }
    }

    [Theory]
    [InlineData("a<b>&amp;\"'</text><script>alert(1)</script>")]
    [InlineData("\u0001\u0008\u000b\u001f\ufffe\uffff")]
    [InlineData("\ud800 alone, \udc00 too")]
    [InlineData("two\r\nlines\tand a tab")]
    [InlineData("")]
    public void Odd_names_make_well_formed_files(string name)
    {
        Figure line = new()
        {
            Title = name, Subtitle = name, XLabel = name, YLabel = name, Marks = [(1, name)],
            Series = [new FigureSeries(name, [1, 2], [1, 2], PaperColours.Series[0], 0)],
        };
        Figure confusion = new()
        {
            Title = name, Kind = FigureKind.Confusion, Categories = [name, "b"],
            Series = [new FigureSeries(name, [0, 1], [1, 2], "#000000", 0), new FigureSeries("b", [0, 1], [1, 2], "#000000", 0)],
        };

        foreach (Figure figure in new[] { line, confusion })
        {
            using MemoryStream svg = new(FigureFile.Bytes(figure, FigureFormat.Svg, FigureFile.TwoColumns));
            XElement root = XDocument.Load(svg).Root!;

            Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
            Assert.NotEmpty(FigureFile.Bytes(figure, FigureFormat.Png, FigureFile.TwoColumns));
            Assert.NotEmpty(FigureFile.Bytes(figure, FigureFormat.Pdf, FigureFile.TwoColumns));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
