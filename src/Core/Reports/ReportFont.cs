using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>
/// The sans-serif font of the reports, taken from those installed. A machine without any would give pages without text, so that
/// is an error instead. The glyphs used are embedded in the PDF.
/// </summary>
public static class ReportFont
{
    // The first is what matplotlib's figures have, and what the package named in the error brings.
    private static readonly string[] Preferred =
        ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Roboto", "Arial", "Helvetica", "Segoe UI"];

    private static readonly Lazy<string?> Installed = new(() => Find(SKFontManager.Default.FontFamilies));

    /// <summary>The font's family name.</summary>
    /// <exception cref="InputException">No font is installed.</exception>
    public static string Family => Installed.Value ?? throw new InputException(
        "fonts: none is installed, so the PDF reports would have no text; install one (Debian and Ubuntu: apt-get install fonts-dejavu-core)");

    /// <summary>Fails where reports cannot be written, before a run has spent hours towards them.</summary>
    /// <exception cref="InputException">No font is installed.</exception>
    public static void Require() => _ = Family;

    /// <summary>A preferred family, else the first that has Latin letters and digits, else null.</summary>
    internal static string? Find(IEnumerable<string> families)
    {
        string[] names = [.. families.Order(StringComparer.Ordinal)];
        return Array.Find(Preferred, names.Contains) ?? Array.Find(names, HasLatin);
    }

    internal static SKTypeface Typeface(bool bold) => ScottPlot.Fonts.GetTypeface(Family, bold, italic: false);

    private static bool HasLatin(string family)
    {
        using SKTypeface? typeface = SKTypeface.FromFamilyName(family);
        return typeface?.ContainsGlyphs("AZaz09.,%()") ?? false;
    }
}
