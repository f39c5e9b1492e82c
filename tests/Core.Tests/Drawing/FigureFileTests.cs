using System.Buffers.Binary;
using System.Xml.Linq;
using Angioboard.Core.Drawing;
using Angioboard.Core.Tests.Reports;

namespace Angioboard.Core.Tests.Drawing;

public sealed class FigureFileTests : IDisposable
{
    private static readonly Figure Loss = new()
    {
        Title = "Loss",
        Subtitle = "demo/Train_3 · study · 2026-11-29",
        XLabel = "epoch",
        YLabel = "cross-entropy",
        WholeX = true,
        Series =
        [
            new FigureSeries("training", [1, 2, 3], [1.5, double.NaN, 0.5], PaperColours.Series[0], 0) { Faint = true },
            new FigureSeries("training, smoothed 0.60", [1, 2, 3], [1.5, 1, 0.75], PaperColours.Series[0], 0),
            new FigureSeries("validation", [1, 2, 3], [1.75, 1.25, 1], PaperColours.Series[1], 1)
            {
                Band = [(1, 1.5, 2), (2, 1, 1.5), (3, 0.75, 1.25)],
            },
        ],
        Marks = [(3, "best")],
    };

    private static readonly Figure Confusion = new()
    {
        Title = "Confusion matrix, test",
        Kind = FigureKind.Confusion,
        Categories = ["Leakage", "Staining"],
        Series = [new FigureSeries("Leakage", [0, 1], [30, 1], "#000000", 0), new FigureSeries("Staining", [0, 1], [2, 20], "#000000", 0)],
    };

    private static readonly Figure Roc = new()
    {
        Title = "ROC, test",
        Subtitle = "demo/Train_3, demo/Train_4 · study · 2026-11-29",
        XLabel = "false positive rate",
        YLabel = "true positive rate",
        Square = true,
        Diagonal = true,
        XMin = 0,
        XMax = 1,
        YMin = 0,
        YMax = 1,
        Series = [.. Enumerable.Range(0, 5).Select(c => new FigureSeries(
            $"Class {c}, AUC 0.99{c}", [0, 0, 0.1, 0.1 * (c + 1), 1], [0, 0.5, 0.6, 1, 1],
            PaperColours.Series[PaperColours.ColourOf(c)], PaperColours.DashOf(c)))],
    };

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(FigureFile.OneColumn)]
    [InlineData(FigureFile.TwoColumns)]
    public void An_svg_has_its_size_in_print_and_outlines_in_place_of_text(int millimetres)
    {
        XElement svg = XElement.Parse(System.Text.Encoding.UTF8.GetString(Kept(Loss, FigureFormat.Svg, millimetres)));

        string[] labels = [.. svg.Descendants().Attributes("aria-label").Select(label => label.Value)];
        Assert.Equal($"{millimetres}mm", svg.Attribute("width")!.Value);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "text");
        Assert.Contains("Loss", labels);
        Assert.Contains("demo/Train_3 · study · 2026-11-29", labels);
        Assert.All(["epoch", "cross-entropy", "training, smoothed 0.60", "validation", "best", "1", "2", "3"], word =>
            Assert.Contains(word, labels));
        Assert.DoesNotContain("training", labels);
        Assert.Contains("#0072b2", svg.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Dashes_of_an_svg_are_segments()
    {
        int Segments(int dash)
        {
            Figure line = new()
            {
                Title = $"dash {dash}", Series = [new FigureSeries("a", [0, 1, 2, 3], [1, double.NaN, 3, 4], "#0072b2", dash)],
            };
            XElement svg = XElement.Parse(System.Text.Encoding.UTF8.GetString(Kept(line, FigureFormat.Svg, FigureFile.OneColumn)));
            // Of the curve and of its sample in the legend.
            return svg.Descendants().Where(element => element.Attribute("stroke")?.Value.ToUpperInvariant() == "#0072B2")
                .Sum(element => element.Attribute("d")?.Value.Count(letter => letter == 'M') ?? 1);
        }

        Assert.InRange(Segments(0), 1, 6);
        Assert.InRange(Segments(1), 12, 40);
        Assert.InRange(Segments(2), 30, 120);
        XElement roc = XElement.Parse(System.Text.Encoding.UTF8.GetString(Kept(Roc, FigureFormat.Svg, FigureFile.OneColumn)));
        Assert.Contains(roc.Descendants(), element => element.Attribute("stroke")?.Value == "#767676"
            && element.Attribute("d")?.Value.Count(letter => letter == 'M') > 10);
    }

    [Fact]
    public void A_png_has_300_dots_per_inch()
    {
        byte[] png = Kept(Loss, FigureFormat.Png, FigureFile.OneColumn);

        int physical = png.AsSpan().IndexOf("pHYs"u8);
        using SkiaSharp.SKBitmap picture = SkiaSharp.SKBitmap.Decode(png);
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(physical + 4)));
        Assert.Equal(Math.Ceiling(FigureFile.OneColumn / 25.4 * 300), picture.Width);
        Assert.Equal(SkiaSharp.SKColors.White, picture.GetPixel(2, 2));
        Assert.Contains(picture.Pixels, pixel => pixel == SkiaSharp.SKColor.Parse(PaperColours.Series[1]));
    }

    [Fact]
    public void A_pdf_is_one_page_of_the_figures_size_with_text_that_can_be_selected()
    {
        string path = folder.File("loss.pdf");

        File.WriteAllBytes(path, Kept(Loss, FigureFormat.Pdf, FigureFile.TwoColumns));

        string page = Assert.Single(PdfText.Pages(path));
        Assert.All(["Loss", "demo/Train_3 · study · 2026-11-29", "epoch", "validation", "best"], word =>
            Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.Matches(@"MediaBox \[0 0 482 ", File.ReadAllText(path, System.Text.Encoding.Latin1));
    }

    [Theory]
    [InlineData(FigureFile.OneColumn)]
    [InlineData(FigureFile.TwoColumns)]
    public void A_curve_in_the_unit_square_is_drawn_in_a_square_with_its_names(int millimetres)
    {
        string path = folder.File("roc.pdf");

        File.WriteAllBytes(path, Kept(Roc, FigureFormat.Pdf, millimetres));

        Assert.All(Roc.Series, one => Assert.Contains(one.Name, PdfText.Pages(path)[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Levels_are_dotted_lines_of_their_colour_and_steps_have_corners()
    {
        Figure plain = Loss with { Series = [new FigureSeries("a", [0, 0.5, 1], [1, 0.8, 0.6], PaperColours.Series[0], 0)], Marks = [] };

        string level = Svg(plain with { Levels = [(0.7, PaperColours.Series[1])] }), steps = Svg(plain with { Steps = true });

        Assert.DoesNotContain(PaperColours.Series[1], Svg(plain), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(PaperColours.Series[1], level, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("dasharray", level, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(Svg(plain), steps);

        string Svg(Figure figure) => System.Text.Encoding.UTF8.GetString(Kept(figure, FigureFormat.Svg, FigureFile.OneColumn));
    }

    [Fact]
    public void Every_kind_is_drawn_even_with_one_point_or_none()
    {
        foreach (FigureKind kind in Enum.GetValues<FigureKind>().Where(kind => kind != FigureKind.Confusion))
        {
            foreach (int points in new[] { 0, 1, 5 })
            {
                double[] x = [.. Enumerable.Range(0, points).Select(i => (double)i)];
                Figure figure = new()
                {
                    Title = $"{kind}", Kind = kind,
                    Series = [new FigureSeries("a", x, x, "#0072b2", 0), new FigureSeries("b", x, x, "#c55a00", 2)],
                    Categories = ["p", "q", "r", "s", "t"], BinWidth = 1, LogY = kind == FigureKind.Line,
                    XIsTime = kind == FigureKind.Histogram,
                };

                Assert.NotEmpty(Kept(figure, FigureFormat.Pdf, FigureFile.OneColumn));
            }
        }
    }

    [Fact]
    public void A_confusion_matrix_holds_counts_and_shares()
    {
        string path = folder.File("confusion.pdf");

        File.WriteAllBytes(path, Kept(Confusion, FigureFormat.Pdf, FigureFile.OneColumn));

        Assert.All(["30", "97 %", "20", "91 %", "Predicted class", "Leakage"], word =>
            Assert.Contains(word, PdfText.Pages(path)[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Text_on_every_shade_of_a_confusion_matrix_has_a_contrast_of_4_5()
    {
        static double Linear(byte value) =>
            value / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        static double Luminance(SkiaSharp.SKColor c) => 0.2126 * Linear(c.Red) + 0.7152 * Linear(c.Green) + 0.0722 * Linear(c.Blue);

        for (double share = 0; share <= 1; share += 0.01)
        {
            SkiaSharp.SKColor shade = PaperColours.Shade(share);
            double[] both = [.. new[] { Luminance(shade), Luminance(PaperColours.TextOn(shade)) }.Order()];
            Assert.InRange((both[1] + 0.05) / (both[0] + 0.05), 4.5, 21);
        }
        Assert.NotEqual(SkiaSharp.SKColors.White, PaperColours.Shade(0.005));
    }

    public void Dispose() => folder.Dispose();

    // Left beside the test results, to look at.
    private static byte[] Kept(Figure figure, FigureFormat format, int millimetres)
    {
        byte[] bytes = FigureFile.Bytes(figure, format, millimetres);
        string results = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults", "figures")).FullName;
        File.WriteAllBytes(Path.Combine(results, $"{figure.Title}-{millimetres}.{format}".ToLowerInvariant().Replace(' ', '-')), bytes);
        return bytes;
    }
}
