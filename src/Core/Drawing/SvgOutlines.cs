using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>Turns the text of an SVG that Skia drew into outlines: on a machine without the typeface it would look different.</summary>
internal static class SvgOutlines
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The SVG with outlines, of its size in print.</summary>
    public static byte[] Convert(byte[] svg, float width, float height, int millimetres)
    {
        using MemoryStream stream = new(svg);
        XElement root = XDocument.Load(stream, LoadOptions.PreserveWhitespace).Root!;
        root.SetAttributeValue("width", $"{millimetres}mm");
        root.SetAttributeValue("height", $"{(millimetres * height / width).ToString("0.##", CultureInfo.InvariantCulture)}mm");
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width:0.##} {height:0.##}"));
        foreach (XElement text in root.Descendants(Svg + "text").ToArray()) text.ReplaceWith(Outline(text));
        return Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Outline(XElement text)
    {
        // Skia puts the text on a line of its own.
        string words = text.Value.Trim('\n', '\t');
        float[] x = Numbers(text, "x"), y = Numbers(text, "y");
        using SKFont font = new(ReportFont.Typeface(IsBold(text)), Numbers(text, "font-size")[0]);
        using SKPath all = new();
        int at = 0;
        foreach (Rune rune in words.EnumerateRunes())
        {
            using SKPath? glyph = font.GetGlyphPath(font.GetGlyph(rune.Value));
            if (glyph is not null) all.AddPath(glyph, x[Math.Min(at, x.Length - 1)], y[Math.Min(at, y.Length - 1)]);
            at++;
        }
        XElement path = new(Svg + "path", new XAttribute("d", all.ToSvgPathData()), new XAttribute("aria-label", words));
        foreach (string kept in new[] { "fill", "fill-opacity", "transform" })
        {
            if (text.Attribute(kept) is { } attribute) path.SetAttributeValue(kept, attribute.Value);
        }
        return path;
    }

    // Skia writes the weight of the semibold face, 600, as 500.
    private static bool IsBold(XElement text) => text.Attribute("font-weight")?.Value is { } weight
        && (weight == "bold" || (int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 500));

    private static float[] Numbers(XElement text, string name) =>
    [
        .. (text.Attribute(name)?.Value ?? "0").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(XmlConvert.ToSingle),
    ];
}
