using Angioboard.Core.Files;
using ScottPlot;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>
/// The typeface of the reports. It comes with the program, so a report looks the same on every machine, one without any font too.
/// It is embedded in each PDF.
/// </summary>
internal sealed class ReportFont : IFontResolver
{
    // One object a cut for good: a PDF names what it embeds by the object, and the same content is to give the same bytes.
    private static readonly Lazy<ReportFont> Registered = new(Register);

    private readonly SKTypeface regular = Load("Regular"), bold = Load("Semibold");

    /// <summary>Its family name, by which the plotting library finds it. All its digits have one width.</summary>
    /// <exception cref="InputException">Its files cannot be read.</exception>
    public static string Family => Registered.Value.regular.FamilyName;

    /// <summary>The regular or the bold cut.</summary>
    /// <exception cref="InputException">Its files cannot be read.</exception>
    public static SKTypeface Typeface(bool bold) => bold ? Registered.Value.bold : Registered.Value.regular;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName != regular.FamilyName ? null : bold ? this.bold : regular;

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
        return SKTypeface.FromStream(file) ?? throw new InputException($"{path}: is not the font shipped with the program; install Angioboard again");
    }
}
