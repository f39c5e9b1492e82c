using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>A confusion matrix: counts, with each true class's shares below them and as the depth of one hue.</summary>
internal static class ConfusionFigure
{
    private const float LabelSize = 8;

    public static void Draw(PdfPage page, SKRect rect, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> counts)
    {
        page.Text("Confusion matrix: exams, and share of the true class", rect.Left, rect.Top + 9, size: 10, bold: true);
        float longest = classes.Max(name => PdfPage.Measure(name, LabelSize));
        float label = Math.Min(longest, 110) + 6;
        float left = rect.Left + 14 + label, top = rect.Top + 20;
        float cell = Math.Min(76, (rect.Right - left) / classes.Count);
        bool turned = longest > cell - 4;
        float below = turned ? label * 0.71f + 14 : 20;
        cell = Math.Min(cell, (rect.Bottom - top - below - 16) / classes.Count);
        float size = Math.Min(LabelSize, cell * 0.75f);

        for (int row = 0; row < classes.Count; row++)
        {
            long total = counts[row].Sum(n => (long)n);
            string name = PdfPage.Fit(classes[row], label - 6, size);
            page.Text(name, left - 5, top + (row + 0.5f) * cell + size / 3, size, align: SKTextAlign.Right);
            for (int column = 0; column < classes.Count; column++)
            {
                SKRect at = SKRect.Create(left + column * cell, top + row * cell, cell, cell);
                DrawCell(page, at, counts[row][column], total);
            }
        }
        float bottom = top + classes.Count * cell;
        for (int column = 0; column < classes.Count; column++)
        {
            string name = PdfPage.Fit(classes[column], turned ? label - 6 : cell - 2, size);
            float middle = left + (column + 0.5f) * cell;
            if (turned) page.TurnedText(name, middle + 3, bottom + 9, -45, size, bold: false, SKTextAlign.Right);
            else page.Text(name, middle, bottom + 11, size, align: SKTextAlign.Center);
        }
        page.Text("Predicted class", left + classes.Count * cell / 2, bottom + below + 8, 9, align: SKTextAlign.Center);
        page.TurnedText("True class", rect.Left + 9, top + classes.Count * cell / 2, -90, 9, bold: false, SKTextAlign.Center);
    }

    private static void DrawCell(PdfPage page, SKRect cell, int count, long rowTotal)
    {
        double share = rowTotal == 0 ? 0 : (double)count / rowTotal;
        page.Fill(SKRect.Inflate(cell, -0.4f, -0.4f), count == 0 ? new SKColor(0xf4, 0xf4, 0xf4) : Palette.Shade(share));
        // White is more readable than black only on the darkest shades.
        SKColor ink = share > 0.88 ? SKColors.White : Palette.Ink;
        bool roomy = cell.Width >= 24;
        float size = Math.Clamp(cell.Width / 4.5f, 4, 11);
        page.Text($"{count}", cell.MidX, cell.MidY + (roomy ? 0 : size / 3), size, colour: ink, align: SKTextAlign.Center);
        if (roomy && rowTotal > 0)
        {
            page.Text($"{share:0 %}", cell.MidX, cell.MidY + size + 1, size * 0.75f, colour: ink, align: SKTextAlign.Center);
        }
    }
}
