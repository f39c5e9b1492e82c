using Angioboard.Core.Drawing.Layouts;
using SkiaSharp;

namespace Angioboard.Core.Drawing.Pages;

/// <summary>Divides a section's parts into pages, from the top down.</summary>
internal sealed class SectionFlow : IDisposable
{
    private const float TextSize = 8.5f, TextLine = 11, Gap = 12;
    private const float RowHeight = 14, HeadSize = 7.5f, HeadLine = 10, TableTop = 20, TableEnd = 6;
    private const int FewestRows = 3;

    private readonly List<List<Action<Sheet>>> pages = [[]];
    private readonly List<IDisposable> drawings = [];
    private float y = PdfPage.Content.Top;

    public SectionFlow(PageSection section)
    {
        foreach (PagePart part in section.Parts)
        {
            switch (part)
            {
                case PageText text:
                    Add(text);
                    break;
                case PageTable table:
                    Add(table);
                    break;
                case PageFigures figures:
                    foreach (Figure[] row in figures.Figures.Chunk(figures.Columns)) Add(row, figures.Columns);
                    break;
            }
        }
    }

    /// <summary>What to draw on each page.</summary>
    public IReadOnlyList<IReadOnlyList<Action<Sheet>>> Pages => pages;

    public void Dispose()
    {
        foreach (IDisposable drawing in drawings) drawing.Dispose();
    }

    private void Add(PageText text)
    {
        foreach (string line in Sheet.Wrap(text.Text, PdfPage.Content.Width, TextSize))
        {
            float at = Place(TextLine);
            string shown = Sheet.Fit(line, PdfPage.Content.Width, TextSize);
            pages[^1].Add(page => page.Text(shown, PdfPage.Content.Left, at + TextSize, TextSize));
        }
        y += TextLine / 2;
    }

    private void Add(PageTable table)
    {
        float[] widths = [.. table.Columns.Select(column => (float)column.Share * PdfPage.Content.Width)];
        string[] heads =
            [.. table.Columns.Zip(widths, (column, width) => string.Join('\n', Sheet.Wrap(column.Head, width - 12, HeadSize)))];
        int[] words = [.. table.Columns.Index().Where(column => column.Index > 0 && column.Item.IsWords).Select(column => column.Index)];
        if (y > PdfPage.Content.Top) y += Gap / 2;
        float around = TableTop + HeadLine * heads.Max(head => head.Split('\n').Length) + TableEnd;
        for (int first = 0; first == 0 || first < table.Rows.Count;)
        {
            int left = table.Rows.Count - first, fit = (int)((PdfPage.Content.Bottom - y - around) / RowHeight);
            if (fit < Math.Min(left, FewestRows) && pages[^1].Count > 0)
            {
                Break();
                continue;
            }
            TextTable drawn = new(heads, widths, words);
            int rows = Math.Min(left, Math.Max(1, fit));
            foreach (IReadOnlyList<string> row in table.Rows.Skip(first).Take(rows)) drawn.Add(row);
            string title = Sheet.Fit(first == 0 ? table.Title : $"{table.Title} (continued)", PdfPage.Content.Width, 10, bold: true);
            SKRect rect = SKRect.Create(PdfPage.Content.Left, Place(around + rows * RowHeight), PdfPage.Content.Width,
                around - TableEnd + rows * RowHeight);
            pages[^1].Add(page => drawn.Draw(page, rect, title));
            first += Math.Max(1, rows);
        }
        y += Gap;
    }

    // A row that is higher than the page is made narrower.
    private void Add(Figure[] row, int columns)
    {
        SKRect room = PdfPage.Content;
        float width = room.Width;
        PanelsDrawing drawing = new(new FigurePanels("", row, columns), width);
        while (drawing.Height > room.Height && width > room.Width / 4)
        {
            width *= Math.Max(0.7f, room.Height / drawing.Height * 0.99f);
            drawing.Dispose();
            drawing = new PanelsDrawing(new FigurePanels("", row, columns), width);
        }
        drawings.Add(drawing);
        float at = Place(drawing.Height);
        pages[^1].Add(page => page.Moved(room.Left, at, drawing.Draw));
        y += Gap / 2;
    }

    // The top of a part of this height, on a new page where it does not fit.
    private float Place(float height)
    {
        if (y + height > PdfPage.Content.Bottom && pages[^1].Count > 0) Break();
        float at = y;
        y += height;
        return at;
    }

    private void Break()
    {
        pages.Add([]);
        y = PdfPage.Content.Top;
    }
}
