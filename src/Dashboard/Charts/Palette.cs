namespace Angioboard.Dashboard.Charts;

/// <summary>A colour and a dash that distinguish a series in both themes and without colour vision.</summary>
/// <param name="Color">A CSS colour (a variable of app.css, so that it follows the theme).</param>
/// <param name="Dash">The length of the line's dashes, 0 for a solid line.</param>
public readonly record struct SeriesStyle(string Color, int Dash);

/// <summary>
/// Ten colours after Paul Tol's muted and Okabe and Ito's schemes, in a light and a dark set (app.css), times four dashes: neighbours
/// differ in both, and the first forty keys differ from each other.
/// </summary>
public static class Palette
{
    private const int Colors = 10;

    private static readonly int[] dashes = [0, 8, 3, 14];

    /// <summary>The style of a key. A run's Key gives it the same style on all pages.</summary>
    public static SeriesStyle Of(int key)
    {
        int positive = key & int.MaxValue;
        return new($"var(--chart-{positive % Colors + 1})", dashes[(positive / Colors + positive) % dashes.Length]);
    }
}
