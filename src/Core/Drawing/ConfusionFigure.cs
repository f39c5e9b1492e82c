using System.Globalization;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>A confusion matrix: counts, with each true class's shares below them and as the depth of one hue.</summary>
internal static class ConfusionFigure
{
    /// <summary>The heading in reports.</summary>
    public const string Title = "Confusion matrix: exams, and share of the true class";

    private const float LabelSize = 8;

    /// <summary>Draws it from the top left, as large as fits.</summary>
    /// <param name="page">Where to draw.</param>
    /// <param name="rect">The room for the matrix with its labels and title.</param>
    /// <param name="title">The title; none if empty.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="counts">Exams by true (rows) and predicted class; means over seeds need not be whole.</param>
    public static void Draw(
        Sheet page, SKRect rect, string title, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<double>> counts)
    {
        if (title.Length > 0) page.Text(title, rect.Left, rect.Top + 9, size: 10, bold: true);
        (float cell, float label, float below, bool turned) = Layout(rect.Width, rect.Height - TitleHeight(title), classes);
        float left = rect.Left + 14 + label, top = rect.Top + TitleHeight(title);
        float size = Math.Min(LabelSize, cell * 0.75f);

        for (int row = 0; row < classes.Count; row++)
        {
            double total = counts[row].Sum();
            string name = Sheet.Fit(classes[row], label - 6, size);
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
            string name = Sheet.Fit(classes[column], turned ? label - 6 : cell - 2, size);
            float middle = left + (column + 0.5f) * cell;
            if (turned) page.TurnedText(name, middle + 3, bottom + 9, -45, size, bold: false, SKTextAlign.Right);
            else page.Text(name, middle, bottom + 11, size, align: SKTextAlign.Center);
        }
        page.Text("Predicted class", left + classes.Count * cell / 2, bottom + below + 8, 9, align: SKTextAlign.Center);
        page.TurnedText("True class", rect.Left + 9, top + classes.Count * cell / 2, -90, 9, bold: false, SKTextAlign.Center);
    }

    /// <summary>The height of the matrix at a width.</summary>
    public static float Height(float width, IReadOnlyList<string> classes)
    {
        (float cell, _, float below, _) = Layout(width, float.PositiveInfinity, classes);
        return cell * classes.Count + below + 12;
    }

    private static float TitleHeight(string title) => title.Length == 0 ? 0 : 20;

    private static (float Cell, float Label, float Below, bool Turned) Layout(float width, float height, IReadOnlyList<string> classes)
    {
        float longest = classes.Max(name => Sheet.Measure(name, LabelSize));
        float label = Math.Min(longest, 110) + 6;
        float cell = Math.Min(76, (width - 14 - label) / classes.Count);
        bool turned = longest > cell - 4;
        float below = turned ? label * 0.71f + 14 : 20;
        return (Math.Min(cell, (height - below - 16) / classes.Count), label, below, turned);
    }

    private static void DrawCell(Sheet page, SKRect cell, double count, double rowTotal)
    {
        double share = rowTotal == 0 ? 0 : count / rowTotal;
        SKColor background = count == 0 ? new SKColor(0xf4, 0xf4, 0xf4) : PaperColours.Shade(share);
        page.Fill(SKRect.Inflate(cell, -0.4f, -0.4f), background);
        SKColor ink = PaperColours.TextOn(background);
        bool hasShare = cell.Width >= 24 && count > 0;
        float size = Math.Clamp(cell.Width / 4.5f, 4, 11);
        string shown = count.ToString("0.#", CultureInfo.InvariantCulture);
        page.Text(shown, cell.MidX, cell.MidY + (hasShare ? 0 : size / 3), size, colour: ink, align: SKTextAlign.Center);
        if (hasShare)
        {
            page.Text($"{share:0 %}", cell.MidX, cell.MidY + size + 1, size * 0.75f, colour: ink, align: SKTextAlign.Center);
        }
    }
}
