using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>A line's colour and dashes (points on and off).</summary>
internal readonly record struct LineStyle(SKColor Colour, IReadOnlyList<float> Dash)
{
    /// <summary>The style of a class by its index, or of a run by its key.</summary>
    public static LineStyle Of(int key) =>
        new(SKColor.Parse(PaperColours.Series[PaperColours.ColourOf(key)]), PaperColours.Dashes[PaperColours.DashOf(key)]);
}
