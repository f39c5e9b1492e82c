using SkiaSharp;

namespace Angioboard.Core.Drawing.Pages;

/// <summary>The page of the reports: A4, landscape. Lengths are points.</summary>
internal static class PdfPage
{
    public const float Width = 842;
    public const float Height = 595;
    public const float Margin = 40;

    /// <summary>The area below the headings.</summary>
    public static SKRect Content { get; } = new(Margin, 78, Width - Margin, Height - 34);
}
