using SkiaSharp;

namespace Angioboard.Core.Drawing.Layouts;

/// <summary>Lays a flow chart out at a width, and draws it.</summary>
internal sealed class FlowDrawing : IDrawing
{
    private const float Margin = 6, TextSize = 8, LineHeight = 10.5f, Inset = 6, Gap = 20, Between = 10, Arrow = 4, Stroke = 0.7f;

    private readonly FlowChart chart;
    private readonly (FlowBox Box, SKRect Rect)[] boxes;
    private readonly List<(SKPoint From, SKPoint To)> arrows = [];
    private readonly List<(SKPoint From, SKPoint To)> lines = [];

    public FlowDrawing(FlowChart chart, float width)
    {
        (this.chart, Width) = (chart, width);
        List<(FlowBox, SKRect)> placed = [];
        float room = width - 2 * Margin, main = room * 0.52f, side = room - main - 2 * Gap, y = Margin + 22;
        // Nothing stands beside the steps where nothing is left out.
        float left = Margin + (chart.Steps.Any(step => step.LeftOut is not null) ? 0 : (room - main) / 2);
        float middle = left + main / 2;
        for (int i = 0; i < chart.Steps.Count; i++)
        {
            FlowStep step = chart.Steps[i];
            SKRect box = SKRect.Create(left, y, main, HeightOf(step.Box, main));
            placed.Add((step.Box, box));
            float below = box.Bottom + Gap;
            if (step.LeftOut is { } leftOut)
            {
                SKRect away = SKRect.Create(Margin + main + 2 * Gap, box.Bottom + Gap / 2, side, HeightOf(leftOut, side));
                placed.Add((leftOut, away));
                arrows.Add((new SKPoint(middle, away.MidY), new SKPoint(away.Left, away.MidY)));
                below = away.Bottom + Gap / 2;
            }
            if (i + 1 < chart.Steps.Count) arrows.Add((new SKPoint(middle, box.Bottom), new SKPoint(middle, below)));
            else if (chart.Ends.Count > 0) lines.Add((new SKPoint(middle, box.Bottom), new SKPoint(middle, below)));
            y = below;
        }
        Height = PlaceEnds(placed, y, room, middle) + Margin;
        boxes = [.. placed];
    }

    public float Width { get; }

    public float Height { get; }

    public void Draw(Sheet page)
    {
        page.Text(Sheet.Fit(chart.Title, Width - 2 * Margin, 9, bold: true), Margin, Margin + 9, 9, bold: true);
        foreach ((SKPoint from, SKPoint to) in lines) page.Line(from.X, from.Y, to.X, to.Y, PaperColours.Ink, Stroke);
        foreach ((SKPoint from, SKPoint to) in arrows) DrawArrow(page, from, to);
        foreach ((FlowBox box, SKRect rect) in boxes) DrawBox(page, box, rect);
    }

    public void Dispose()
    {
    }

    private float PlaceEnds(List<(FlowBox, SKRect)> placed, float y, float room, float middle)
    {
        if (chart.Ends.Count == 0) return y;
        float each = (room - (chart.Ends.Count - 1) * Between) / chart.Ends.Count;
        float top = y + Gap, height = chart.Ends.Max(box => HeightOf(box, each));
        float[] middles = [.. chart.Ends.Select((_, i) => Margin + i * (each + Between) + each / 2)];
        lines.Add((new SKPoint(Math.Min(middle, middles[0]), y), new SKPoint(Math.Max(middle, middles[^1]), y)));
        for (int i = 0; i < chart.Ends.Count; i++)
        {
            placed.Add((chart.Ends[i], SKRect.Create(middles[i] - each / 2, top, each, height)));
            arrows.Add((new SKPoint(middles[i], y), new SKPoint(middles[i], top)));
        }
        return top + height;
    }

    private static float HeightOf(FlowBox box, float width) => 2 * Inset + LinesOf(box, width).Count() * LineHeight - 1;

    private static IEnumerable<(string Text, bool Bold)> LinesOf(FlowBox box, float width) =>
        box.Lines.SelectMany(line => Sheet.Wrap(line, width - 2 * Inset, TextSize)).Select(line => (line, false))
            .Prepend((box.Head, true));

    private static void DrawBox(Sheet page, FlowBox box, SKRect rect)
    {
        page.Fill(rect, PaperColours.Ink);
        page.Fill(SKRect.Inflate(rect, -Stroke, -Stroke), SKColors.White);
        float y = rect.Top + Inset;
        foreach ((string text, bool bold) in LinesOf(box, rect.Width))
        {
            y += LineHeight;
            page.Text(Sheet.Fit(text, rect.Width - 2 * Inset, TextSize, bold), rect.Left + Inset, y - 3, TextSize, bold);
        }
    }

    private static void DrawArrow(Sheet page, SKPoint from, SKPoint to)
    {
        page.Line(from.X, from.Y, to.X, to.Y, PaperColours.Ink, Stroke);
        bool down = to.Y > from.Y;
        foreach (float way in (float[])[-1, 1])
        {
            SKPoint tail = down ? new SKPoint(to.X + way * Arrow * 0.6f, to.Y - Arrow)
                : new SKPoint(to.X - Arrow, to.Y + way * Arrow * 0.6f);
            page.Line(tail.X, tail.Y, to.X, to.Y, PaperColours.Ink, Stroke);
        }
    }
}
