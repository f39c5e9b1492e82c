using System.Text.RegularExpressions;
using Angioboard.Core.Drawing;

namespace Angioboard.Dashboard.Charts;

/// <summary>A colour and a dash that distinguish a series in both themes and without colour vision.</summary>
/// <param name="Color">A CSS colour (a variable of app.css, so that it follows the theme).</param>
/// <param name="Dash">Which of <see cref="PaperColours.Dashes"/> the line has, 0 for a solid line.</param>
public readonly record struct SeriesStyle(string Color, int Dash);

/// <summary>
/// The styles of series: the ten colours of app.css, in a light and a dark set, times the dashes of <see cref="PaperColours"/>.
/// </summary>
public static partial class Palette
{
    private const string Ink = "#222222";

    /// <summary>The style of a key. A run's Key, or a class's index, gives it the same style on all pages and in PDFs.</summary>
    public static SeriesStyle Of(int key) => new($"var(--chart-{PaperColours.ColourOf(key) + 1})", PaperColours.DashOf(key));

    /// <summary>A colour of <see cref="Of"/>, or a plain one, on white paper.</summary>
    public static string OnPaper(string color) => Variable().Match(color) is { Success: true } match
        ? PaperColours.Series[int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1]
        : color.StartsWith('#') ? color : Ink;

    /// <summary>A dash as SVG's stroke-dasharray writes it; null for a solid line.</summary>
    public static string? DashArray(int dash) =>
        dash == 0 ? null : string.Join(' ',
            PaperColours.Dashes[dash].Select(length => length.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\Avar\(--chart-([1-9]|10)\)\z")]
    private static partial Regex Variable();
}
