using Angioboard.Jobs.Papers.Writing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Angioboard.Jobs.Papers.Word;

/// <summary>Paragraphs of a Word document.</summary>
internal static class WordText
{
    /// <summary>A paragraph in which gaps for the authors stand out.</summary>
    public static Paragraph Paragraph(string style, string text) => Of(style, Runs(text));

    /// <summary>A caption: its number is bold.</summary>
    public static Paragraph Caption(string number, string text, bool above)
    {
        Run bold = new(new RunProperties(new Bold()), Words($"{number}. "));
        return Of(above ? "CaptionAbove" : "Caption", [bold, .. Runs(text)]);
    }

    private static Paragraph Of(string style, IEnumerable<OpenXmlElement> runs)
    {
        Paragraph paragraph = new(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        paragraph.Append(runs);
        return paragraph;
    }

    private static IEnumerable<OpenXmlElement> Runs(string text)
    {
        foreach ((string part, bool isGap) in PaperWords.Parts(text))
        {
            Run run = new();
            if (isGap) run.Append(new RunProperties(new RunStyle { Val = "Gap" }));
            foreach ((int i, string line) in part.Split('\n').Index())
            {
                if (i > 0) run.Append(new Break());
                foreach ((int j, string piece) in line.Split('\t').Index())
                {
                    if (j > 0) run.Append(new TabChar());
                    run.Append(Words(PaperWords.Clean(piece)));
                }
            }
            yield return run;
        }
    }

    private static Text Words(string text) => new(text) { Space = SpaceProcessingModeValues.Preserve };
}
