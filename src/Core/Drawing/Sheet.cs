using ScottPlot;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>Draws on a page or a picture. Lengths are points (1/72 inch), y grows downwards.</summary>
/// <param name="canvas">Where to draw.</param>
/// <param name="cutDashes">Whether dashes are drawn as segments, for a canvas that draws every line solid.</param>
internal sealed class Sheet(SKCanvas canvas, bool cutDashes = false)
{
    /// <param name="text">One line.</param>
    /// <param name="x">The left end, middle or right end of the line, by <paramref name="align"/>.</param>
    /// <param name="y">The base line.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="colour">The colour, if not the default.</param>
    /// <param name="align">Which part of the line is at x.</param>
    public void Text(
        string text, float x, float y, float size = 8, bool bold = false, SKColor? colour = null, SKTextAlign align = SKTextAlign.Left)
    {
        using SKFont font = Font(size, bold);
        using SKPaint paint = new() { Color = colour ?? PaperColours.Ink, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Text turned around its anchor, in degrees clockwise.</summary>
    public void TurnedText(string text, float x, float y, float degrees, float size, bool bold, SKTextAlign align)
    {
        canvas.Save();
        canvas.RotateDegrees(degrees, x, y);
        Text(text, x, y, size, bold, align: align);
        canvas.Restore();
    }

    public static float Measure(string text, float size, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The text, shortened with an ellipsis to fit the width.</summary>
    public static string Fit(string text, float width, float size, bool bold = false)
    {
        if (Measure(text, size, bold) <= width) return text;
        int length = text.Length;
        while (length > 1 && Measure(text[..length].TrimEnd() + "…", size, bold) > width) length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>Wraps the text at words to fit the width.</summary>
    public static IEnumerable<string> Wrap(string text, float width, float size)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || Measure(longer, size) <= width)
            {
                line = longer;
                continue;
            }
            yield return line;
            line = word;
        }
        yield return line;
    }

    public void Line(float x1, float y1, float x2, float y2, SKColor colour, float width = 0.6f, float[]? dash = null)
    {
        using SKPaint paint = new() { Color = colour, StrokeWidth = width, IsStroke = true, IsAntialias = true };
        if (cutDashes && dash is { Length: > 0 })
        {
            using SKPath line = new();
            line.MoveTo(x1, y1);
            line.LineTo(x2, y2);
            using SKPath segments = DashSegments.Of(line, dash);
            canvas.DrawPath(segments, paint);
            return;
        }
        using SKPathEffect? effect = dash is { Length: > 0 } ? SKPathEffect.CreateDash(dash, 0) : null;
        paint.PathEffect = effect;
        canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    public void Fill(SKRect rect, SKColor colour)
    {
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawRect(rect, paint);
    }

    /// <summary>Draws with the page's origin at another place.</summary>
    public void Moved(float x, float y, Action<Sheet> draw)
    {
        canvas.Save();
        canvas.Translate(x, y);
        draw(this);
        canvas.Restore();
    }

    /// <summary>Draws a plot into a part of the page, over existing content.</summary>
    public void Plot(Plot plot, SKRect rect)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        if (cutDashes) DashSegments.Apply(plot);
        canvas.Save();
        canvas.Translate(rect.Left, rect.Top);
        canvas.ClipRect(new SKRect(0, 0, rect.Width, rect.Height));
        plot.Render(canvas, new PixelRect(0, rect.Width, rect.Height, 0));
        canvas.Restore();
    }

    // Unhinted glyph widths: pixel hinting would make the spacing uneven on paper.
    private static SKFont Font(float size, bool bold) =>
        new(ReportFont.Typeface(bold), size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
}
