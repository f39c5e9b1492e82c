using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>The names of a chart's lines below it, in columns.</summary>
internal static class PlotLegend
{
    private const float RowHeight = 12;
    private const float Sample = 22;
    private const float Size = 8;

    public static float Height(int entries, int columns) => (entries + columns - 1) / columns * RowHeight + 4;

    /// <summary>Fills the columns row by row.</summary>
    public static void Draw(PdfPage page, IReadOnlyList<PlotSeries> entries, SKRect rect, int columns)
    {
        float columnWidth = rect.Width / columns;
        for (int i = 0; i < entries.Count; i++)
        {
            float left = rect.Left + i % columns * columnWidth;
            float baseLine = rect.Top + (i / columns + 1) * RowHeight;
            int order = entries[i].Order;
            page.Line(left, baseLine - 3, left + Sample, baseLine - 3, Palette.Colour(order), 1.4f, Palette.Dash(order));
            string figure = entries[i].Figure.Length == 0 ? "" : $": {entries[i].Figure}";
            float room = columnWidth - Sample - 12 - PdfPage.Measure(figure, Size);
            page.Text(PdfPage.Fit(entries[i].Name, room, Size) + figure, left + Sample + 5, baseLine, Size);
        }
    }
}
