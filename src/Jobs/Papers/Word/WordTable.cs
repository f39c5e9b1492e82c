using Angioboard.Jobs.Papers.Writing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Angioboard.Jobs.Papers.Word;

/// <summary>Tables of a Word document: rules above, below the head and at the end; the head is repeated on every page.</summary>
internal static class WordTable
{
    private const uint Heavy = 8, Light = 4;

    /// <summary>The caption, the table, and its note.</summary>
    public static IEnumerable<OpenXmlElement> Of(PaperTable table, string number)
    {
        yield return WordText.Caption(number, table.Caption, above: true);
        int[] widths = [.. table.Columns.Select(column => (int)(column.Share * WordFile.TextWidth))];
        Table drawn = new(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Dxa, Width = $"{widths.Sum()}" },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = Heavy },
                    new BottomBorder { Val = BorderValues.Single, Size = Heavy }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Type = TableWidthValues.Dxa, Width = 85 },
                    new TableCellRightMargin { Type = TableWidthValues.Dxa, Width = 85 })),
            new TableGrid(widths.Select(width => new GridColumn { Width = $"{width}" })));
        TableRow head = new(new TableRowProperties(new CantSplit(), new TableHeader()));
        foreach ((int i, PaperColumn column) in table.Columns.Index()) head.Append(Cell(column, widths[i], column.Title, isHead: true));
        drawn.Append(head);
        foreach ((int r, IReadOnlyList<PaperCell> row) in table.Rows.Index())
        {
            TableRow line = new(new TableRowProperties(new CantSplit()));
            foreach ((int i, PaperCell cell) in row.Index())
            {
                TableCell drawnCell = Cell(table.Columns[i], widths[i], cell.Text, isHead: false);
                // A short table stays on one page.
                if (!table.Long && r + 1 < table.Rows.Count)
                    drawnCell.Descendants<ParagraphProperties>().First().Append(new KeepNext());
                line.Append(drawnCell);
            }
            drawn.Append(line);
        }
        yield return drawn;
        yield return WordText.Paragraph("TableNote", table.Note);
    }

    private static TableCell Cell(PaperColumn column, int width, string text, bool isHead)
    {
        TableCellProperties properties = new(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = $"{width}" });
        if (isHead)
            properties.Append(new TableCellBorders(new BottomBorder { Val = BorderValues.Single, Size = Light }));
        properties.Append(new TableCellVerticalAlignment
        {
            Val = isHead ? TableVerticalAlignmentValues.Bottom : TableVerticalAlignmentValues.Top,
        });
        string style = (column.IsText ? "TableText" : "TableFigure") + (isHead ? "Head" : "");
        return new TableCell(properties, WordText.Paragraph(style, text));
    }
}
