using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.Tests.Reports;

namespace Angioboard.Core.Tests.Drawing;

public sealed class PagedFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("report.pdf");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_long_table_goes_on_with_its_head_on_the_next_page_and_loses_no_row()
    {
        string[][] rows = [.. Enumerable.Range(0, 70).Select(row => new[] { $"row-{row}-end", "0.5" })];

        PagedFile.Write(Path, "Rows",
        [
            new PageSection("First", "below", [new PageText("Some words."), new PageTable("Long one", Columns("Value"), rows)]),
            new PageSection("Second", "below", [new PageText("Other words.")]),
        ]);

        string[] pages = PdfText.Pages(Path);
        Assert.Equal(4, pages.Length);
        Assert.StartsWith("First (continued)", pages[1], StringComparison.Ordinal);
        Assert.Contains("Long one (continued)", pages[1], StringComparison.Ordinal);
        Assert.All(pages[..3], page => Assert.Matches(@"Name +Value", page));
        Assert.All(rows, row => Assert.Single(pages, page => page.Contains(row[0], StringComparison.Ordinal)));
        Assert.StartsWith("Second", pages[3], StringComparison.Ordinal);
        PdfText.AssertVectorWithTextInside(Path);
    }

    [Fact]
    public void Rows_of_figures_share_a_page_while_they_fit_and_every_word_stays_on_it()
    {
        Figure square = new()
        {
            Title = "A square", Square = true, Series = [new FigureSeries("a", [0, 1], [0, 1], PaperColours.Series[0], 0)], Legend = false,
        };
        Figure intervals = new()
        {
            Title = "Rows", Kind = FigureKind.Intervals,
            Categories = [.. Enumerable.Range(0, 26).Select(row => $"{new string('w', 80)}{row}")],
            Series =
            [
                new FigureSeries("a", [.. Enumerable.Range(0, 26).Select(row => row / 26.0)], [.. Enumerable.Range(0, 26)
                    .Select(row => (double)row)], PaperColours.Series[0], 0)
                {
                    Band = [.. Enumerable.Range(0, 26).Select(row => ((double)row, row / 26.0 - 0.1, row / 26.0 + 0.1))],
                },
            ],
            Upright = 0, Legend = false,
        };

        PagedFile.Write(Path, "Figures",
        [
            new PageSection("Squares", "below", [new PageFigures([.. Enumerable.Repeat(square, 8)], 4)]),
            new PageSection("One square alone", "below", [new PageFigures([square], 1)]),
            new PageSection("Intervals", "below", [new PageFigures([intervals, intervals], 2)]),
        ]);

        string[] pages = PdfText.Pages(Path);
        Assert.Equal(["Squares", "One square alone", "Intervals"], pages.Select(page => page.Split('\n')[0].Trim()));
        PdfText.AssertVectorWithTextInside(Path);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        PageSection[] sections = [new PageSection("A", "b", [new PageTable("t", Columns("Value"), [["a", "1"]])])];

        PagedFile.Write(Path, "Same", sections);
        PagedFile.Write(folder.File("again.pdf"), "Same", sections);

        Assert.Equal(File.ReadAllBytes(Path), File.ReadAllBytes(folder.File("again.pdf")));
        Assert.Equal(File.ReadAllBytes(Path), PagedFile.Bytes("Same", sections));
    }

    private static PageColumn[] Columns(string second) => [new PageColumn("Name", 0.3, true), new PageColumn(second, 0.2, false)];
}
