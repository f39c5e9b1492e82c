using Angioboard.Core.Files;
using ScottPlot;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>
/// The typeface of the reports. It is shipped with the program, so a report looks the same on every machine, even without installed fonts.
/// It is embedded in each PDF.
/// </summary>
internal sealed class ReportFont : IFontResolver
{
    // One permanent object per style: a PDF identifies embedded fonts by object, and equal content must give equal bytes.
    private static readonly Lazy<ReportFont> Registered = new(Register);

    private readonly SKTypeface regular = Load("Regular"), bold = Load("Semibold");

    /// <summary>Its family name, used by the plotting library. All digits have the same width.</summary>
    /// <exception cref="InputException">Its files cannot be read.</exception>
    public static string Family => Registered.Value.regular.FamilyName;

    /// <summary>The regular or the bold typeface.</summary>
    /// <exception cref="InputException">Its files cannot be read.</exception>
    public static SKTypeface Typeface(bool bold) => bold ? Registered.Value.bold : Registered.Value.regular;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName != regular.FamilyName ? null : bold ? this.bold : regular;

    private static ReportFont Register()
    {
        ReportFont font = new();
        Fonts.FontResolvers.Insert(0, font);
        return font;
    }

    private static SKTypeface Load(string cut)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "fonts", $"SourceSans3-{cut}.ttf");
        using FileStream file = InputFile.Open(path);
        return SKTypeface.FromStream(file)
            ?? throw new InputException($"{path}: is not the font shipped with the program; install Angioboard again");
    }
}
