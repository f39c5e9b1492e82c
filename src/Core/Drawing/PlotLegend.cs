using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>The names of a chart's lines below it, in columns.</summary>
internal static class PlotLegend
{
    private const float RowHeight = 12;
    private const float Sample = 22;
    private const float Size = 8;

    public static float Height(int entries, int columns) => (entries + columns - 1) / columns * RowHeight + 4;

    /// <summary>As many columns as the names need, but one at least.</summary>
    public static int Columns(IReadOnlyList<PlotSeries> entries, float width)
    {
        float widest = entries.Max(entry => Sample + 17 + Sheet.Measure(entry.Name + Suffix(entry), Size));
        return Math.Clamp((int)(width / widest), 1, entries.Count);
    }

    /// <summary>Fills the columns row by row.</summary>
    /// <param name="page">Where to draw.</param>
    /// <param name="entries">The lines.</param>
    /// <param name="rect">The room below the chart.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="boxes">Whether the chart has bars or areas instead of lines.</param>
    public static void Draw(Sheet page, IReadOnlyList<PlotSeries> entries, SKRect rect, int columns, bool boxes = false)
    {
        float columnWidth = rect.Width / columns;
        for (int i = 0; i < entries.Count; i++)
        {
            float left = rect.Left + i % columns * columnWidth;
            float baseLine = rect.Top + (i / columns + 1) * RowHeight;
            LineStyle style = entries[i].Style;
            if (boxes) page.Fill(new SKRect(left + Sample - 9, baseLine - 7, left + Sample, baseLine + 1), style.Colour);
            else page.Line(left, baseLine - 3, left + Sample, baseLine - 3, style.Colour, 1.4f, [.. style.Dash]);
            string figure = Suffix(entries[i]);
            float room = columnWidth - Sample - 12 - Sheet.Measure(figure, Size);
            page.Text(Sheet.Fit(entries[i].Name, room, Size) + figure, left + Sample + 5, baseLine, Size);
        }
    }

    private static string Suffix(PlotSeries entry) => entry.Figure.Length == 0 ? "" : $", {entry.Figure}";
}
