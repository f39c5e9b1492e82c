using SkiaSharp;

namespace Angioboard.Core.Drawing.Pages;

/// <summary>
/// A table with rules above, below the head and at the end. The first column is left-aligned, the others are right-aligned, unless they
/// hold words.
/// </summary>
/// <param name="head">Column heads; a line break makes two lines.</param>
/// <param name="widths">Column widths, points.</param>
/// <param name="words">The columns that hold words, besides the first.</param>
internal sealed class TextTable(IReadOnlyList<string> head, IReadOnlyList<float> widths, IReadOnlyCollection<int>? words = null)
{
    private const float Size = 8;
    private const float HeadSize = 7.5f;
    private const float LargestRow = 16;
    private readonly List<IReadOnlyList<string>> rows = [];

    public void Add(params IReadOnlyList<string> cells) => rows.Add(cells);

    /// <summary>Draws it from the top of the rectangle; the row height shrinks until all rows fit.</summary>
    /// <returns>Where it ends.</returns>
    public float Draw(Sheet page, SKRect rect, string title)
    {
        page.Text(title, rect.Left, rect.Top + 9, size: 10, bold: true);
        int headLines = head.Max(text => text.Split('\n').Length);
        float right = rect.Left + widths.Sum(), y = rect.Top + 16;
        page.Line(rect.Left, y, right, y, PaperColours.Ink, 0.8f);
        for (int line = 0; line < headLines; line++)
        {
            y += 10;
            DrawRow(page, rect.Left, y, [.. head.Select(text => HeadLine(text, line, headLines))], HeadSize, bold: true);
        }
        y += 4;
        page.Line(rect.Left, y, right, y, PaperColours.Ink, 0.5f);
        float height = Math.Min(LargestRow, (rect.Bottom - y) / Math.Max(1, rows.Count));
        float size = Math.Min(Size, height * 0.8f);
        foreach (IReadOnlyList<string> row in rows)
        {
            y += height;
            DrawRow(page, rect.Left, y - (height - size) / 2 - 0.5f, row, size, bold: false);
        }
        page.Line(rect.Left, y + 2, right, y + 2, PaperColours.Ink, 0.8f);
        return y + 2;
    }

    private void DrawRow(Sheet page, float left, float baseLine, IReadOnlyList<string> cells, float size, bool bold)
    {
        for (int c = 0; c < cells.Count; c++)
        {
            float indent = words?.Contains(c) == true ? 8 : 0;
            string text = Sheet.Fit(cells[c], widths[c] - indent - 4, size, bold);
            if (c == 0 || indent > 0) page.Text(text, left + indent, baseLine, size, bold);
            else page.Text(text, left + widths[c], baseLine, size, bold, align: SKTextAlign.Right);
            left += widths[c];
        }
    }

    // Heads with fewer lines are bottom-aligned.
    private static string HeadLine(string text, int line, int lines)
    {
        string[] parts = text.Split('\n');
        int part = line - (lines - parts.Length);
        return part < 0 ? "" : parts[part];
    }
}
