using DocumentFormat.OpenXml.Wordprocessing;

namespace Angioboard.Jobs.Papers.Word;

/// <summary>The styles of a Word document. Sizes are half points, spacing is in twentieths of a point.</summary>
internal static class WordStyles
{
    private const string Face = "Arial", Ink = "222222", Grey = "555555";

    public static Styles All()
    {
        Styles styles = new(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Face, HighAnsi = Face, ComplexScript = Face, EastAsia = Face },
                new FontSize { Val = "20" }, new Languages { Val = "en-GB" })),
            new ParagraphPropertiesDefault()));
        styles.Append(
            Paragraph("Normal", "Normal", null, before: 0, after: 0, size: 20),
            Paragraph("Title", "Title", "Normal", before: 0, after: 60, size: 36, bold: true),
            Paragraph("Subtitle", "Subtitle", "Normal", before: 0, after: 240, size: 20, colour: Grey),
            Paragraph("Heading1", "heading 1", "Normal", before: 360, after: 120, size: 28, bold: true, keepNext: true, outline: 0),
            Paragraph("Heading2", "heading 2", "Normal", before: 240, after: 80, size: 22, bold: true, keepNext: true, outline: 1),
            Paragraph("BodyText", "Body Text", "Normal", before: 0, after: 120, size: 20, line: 288),
            List(),
            Paragraph("CaptionAbove", "Caption Above", "Normal", before: 240, after: 80, size: 18, keepNext: true),
            Paragraph("Caption", "caption", "Normal", before: 60, after: 240, size: 18),
            Paragraph("Figure", "Figure", "Normal", before: 240, after: 0, size: 20, keepNext: true),
            Paragraph("TableText", "Table Text", "Normal", before: 30, after: 30, size: 17),
            Paragraph("TableFigure", "Table Figure", "TableText", before: 30, after: 30, size: 17, right: true),
            Paragraph("TableTextHead", "Table Text Head", "TableText", before: 40, after: 40, size: 17, bold: true, keepNext: true),
            Paragraph("TableFigureHead", "Table Figure Head", "TableText", before: 40, after: 40, size: 17, bold: true, right: true,
                keepNext: true),
            Paragraph("TableNote", "Table Note", "Normal", before: 60, after: 240, size: 16, colour: Grey),
            Paragraph("Footer", "footer", "Normal", before: 0, after: 0, size: 16, colour: Grey, right: true),
            Gap());
        return styles;
    }

    private static Style Paragraph(string id, string name, string? basedOn, int before, int after, int size, bool bold = false,
        bool keepNext = false, bool right = false, int? outline = null, int line = 252, string colour = Ink)
    {
        Style style = new() { Type = StyleValues.Paragraph, StyleId = id, Default = basedOn is null ? true : null };
        style.Append(new StyleName { Val = name });
        if (basedOn is not null) style.Append(new BasedOn { Val = basedOn });
        style.Append(new PrimaryStyle());
        StyleParagraphProperties paragraph = new();
        if (keepNext) paragraph.Append(new KeepNext());
        paragraph.Append(new SpacingBetweenLines
        {
            Before = $"{before}",
            After = $"{after}",
            Line = $"{line}",
            LineRule = LineSpacingRuleValues.Auto,
        });
        if (right) paragraph.Append(new Justification { Val = JustificationValues.Right });
        if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
        StyleRunProperties run = new();
        if (bold) run.Append(new Bold());
        run.Append(new Color { Val = colour }, new FontSize { Val = $"{size}" });
        style.Append(paragraph, run);
        return style;
    }

    private static Style List()
    {
        Style style = Paragraph("ListBullet", "List Bullet", "Normal", before: 0, after: 60, size: 20, line: 276);
        style.StyleParagraphProperties!.InsertAt(new Tabs(new TabStop { Val = TabStopValues.Left, Position = 284 }), 0);
        style.StyleParagraphProperties.Append(new Indentation { Left = "284", Hanging = "284" });
        return style;
    }

    // What the authors must write stands out, and is found by its style.
    private static Style Gap() => new(
        new StyleName { Val = "Gap" },
        new PrimaryStyle(),
        new StyleRunProperties(new Color { Val = "7A3E00" }, new Shading { Val = ShadingPatternValues.Clear, Fill = "FFF0C2" }))
    {
        Type = StyleValues.Character,
        StyleId = "Gap",
    };
}
