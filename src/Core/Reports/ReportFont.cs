using ScottPlot;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>
/// The typeface of the reports. It comes with the program, so a report looks the same on every machine, one without any font too.
/// The glyphs used are embedded in the PDF.
/// </summary>
internal static class ReportFont
{
    private const string Name = "Source Sans 3";

    /// <summary>Its family name, once its files are known to the drawing library. All its digits have one width.</summary>
    public static string Family { get; } = Register();

    /// <summary>The regular or the bold cut.</summary>
    public static SKTypeface Typeface(bool bold) => Fonts.GetTypeface(Family, bold, italic: false);

    private static string Register()
    {
        Fonts.AddFontFile(Name, Place("Regular"), bold: false, italic: false);
        Fonts.AddFontFile(Name, Place("Semibold"), bold: true, italic: false);
        return Name;
    }

    private static string Place(string cut) => Path.Combine(AppContext.BaseDirectory, "fonts", $"SourceSans3-{cut}.ttf");
}
