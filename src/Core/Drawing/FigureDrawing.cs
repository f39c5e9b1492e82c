using Angioboard.Core.Drawing.Layouts;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>Lays a figure out at a width, and draws it. Lengths are points.</summary>
internal sealed class FigureDrawing : IDrawing
{
    private const float Margin = 6, TitleSize = 9, SubtitleSize = 7.5f, SubtitleLine = 9.5f, LargestSquare = 300, Narrow = 300;

    private readonly Figure figure;
    private readonly Chart chart;
    private readonly string[] subtitle;
    private readonly int legendColumns;

    public FigureDrawing(Figure figure, float width)
    {
        (this.figure, Width) = (figure, width);
        subtitle = figure.Subtitle.Length == 0 ? [] : [.. Sheet.Wrap(figure.Subtitle, Room, SubtitleSize)];
        chart = new Chart("", figure.XLabel, figure.YLabel);
        if (figure.Kind != FigureKind.Confusion) FigureContent.Add(chart, figure, Room);
        legendColumns = figure.Legend && figure.Kind != FigureKind.Confusion ? chart.LegendColumns(LegendWidth) : 0;
        Height = Top + ContentHeight + Margin;
    }

    public float Width { get; }

    public float Height { get; }

    private float Room => Width - 2 * Margin;

    private float Top => Margin + 13 + subtitle.Length * SubtitleLine + 4;

    // A square on a wide page leaves room beside it.
    private bool Beside => figure.Square && Room > LargestSquare + 100;

    private float SquareWidth => Beside ? LargestSquare : Room;

    private float LegendWidth => Beside ? Room - LargestSquare - 12 : Room;

    private float ContentHeight => figure switch
    {
        { Kind: FigureKind.Confusion } => ConfusionFigure.Height(Room, figure.Categories) + 4,
        { Square: true } => chart.SquareHeight(SquareWidth, Beside ? 0 : legendColumns),
        { Kind: FigureKind.Histogram } => Room * 0.4f,
        { Kind: FigureKind.Intervals } => IntervalRows.Height(figure) + chart.LegendHeight(legendColumns),
        _ => Room * (Width < Narrow ? 0.68f : 0.48f) + chart.LegendHeight(legendColumns),
    };

    public void Draw(Sheet page)
    {
        page.Text(Sheet.Fit(figure.Title, Room, TitleSize, bold: true), Margin, Margin + 9, TitleSize, bold: true);
        for (int line = 0; line < subtitle.Length; line++)
            page.Text(subtitle[line], Margin, Margin + 9 + 11 + line * SubtitleLine, SubtitleSize, colour: PaperColours.Faint);
        SKRect rect = SKRect.Create(Margin, Top, Room, ContentHeight);
        if (figure.Kind == FigureKind.Confusion)
        {
            ConfusionFigure.Draw(page, rect, "", figure.Categories, [.. figure.Series.Select(row => row.Y)]);
        }
        else if (Beside)
        {
            chart.Draw(page, SKRect.Create(rect.Left, rect.Top, SquareWidth, rect.Height), legendColumns: 0, square: true);
            chart.DrawLegend(page, new SKRect(rect.Left + SquareWidth + 12, rect.Top, rect.Right, rect.Bottom), legendColumns);
        }
        else
        {
            chart.Draw(page, rect, legendColumns, figure.Square);
        }
    }

    public void Dispose() => chart.Dispose();
}
