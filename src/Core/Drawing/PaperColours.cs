using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>
/// Colours and dashes on white paper. The ten colours of series are those of the dashboard's light theme (--chart-1 to --chart-10 in
/// app.css), after Paul Tol's muted and Okabe and Ito's schemes, so a class or a run looks the same on a page and in a PDF.
/// </summary>
public static class PaperColours
{
    /// <summary>The colours of series, as CSS writes them.</summary>
    public static IReadOnlyList<string> Series { get; } =
        ["#0072b2", "#c55a00", "#117733", "#aa4499", "#332288", "#2e8b7d", "#cc5566", "#7a7a1f", "#882255", "#5c5c66"];

    /// <summary>
    /// The dashes of lines: lengths on and off in turn; none for a solid line. Gaps are short, so a short curve stays one line.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<float>> Dashes { get; } = [[], [6, 2.5f], [2, 1.5f], [9, 2, 2, 2]];

    /// <summary>Text.</summary>
    internal static SKColor Ink { get; } = new(0x22, 0x22, 0x22);

    /// <summary>Notes and reference lines.</summary>
    internal static SKColor Faint { get; } = new(0x76, 0x76, 0x76);

    /// <summary>Grid lines.</summary>
    internal static SKColor Rule { get; } = new(0xd4, 0xd4, 0xd4);

    /// <summary>
    /// The deepest cell of a confusion matrix, a darker blue than that of lines: white text is easy to read on most of its shades.
    /// </summary>
    internal static SKColor Deep { get; } = new(0x00, 0x56, 0x8a);

    /// <summary>Bars.</summary>
    internal static SKColor Bars { get; } = new(0x56, 0xb4, 0xe9);

    /// <summary>Which of <see cref="Series"/> a run or class has, by its key or index from 0.</summary>
    public static int ColourOf(int key) => (key & int.MaxValue) % Series.Count;

    /// <summary>Which of <see cref="Dashes"/> it has: neighbours differ in colour and dash, and so do the first forty keys.</summary>
    public static int DashOf(int key)
    {
        int positive = key & int.MaxValue;
        return (positive / Series.Count + positive) % Dashes.Count;
    }

    /// <summary>
    /// The background of a cell of a confusion matrix by its share of the row: from white to blue. Small shares begin at a shade that is
    /// visible on white.
    /// </summary>
    internal static SKColor Shade(double share)
    {
        double depth = share <= 0 ? 0 : 0.12 + 0.88 * share;
        byte Mix(byte to) => (byte)Math.Round(255 + depth * (to - 255));
        return new SKColor(Mix(Deep.Red), Mix(Deep.Green), Mix(Deep.Blue));
    }

    /// <summary>
    /// White text on every background where its contrast is 4.5 or more, and black text, whose contrast is higher, elsewhere.
    /// </summary>
    internal static SKColor TextOn(SKColor background) => 1.05 / (Luminance(background) + 0.05) >= 4.5 ? SKColors.White : SKColors.Black;

    // The relative luminance of WCAG 2.
    private static double Luminance(SKColor colour)
    {
        static double Linear(byte value) =>
            value / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(colour.Red) + 0.7152 * Linear(colour.Green) + 0.0722 * Linear(colour.Blue);
    }
}
