using Angioboard.Core.Drawing;
using Angioboard.Core.Files;
using Angioboard.Jobs.Papers.Writing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Angioboard.Jobs.Papers.Word;

/// <summary>Writes a paper as a Word document on A4 pages, with styles that authors can change.</summary>
internal static class WordFile
{
    /// <summary>The width of the text in twentieths of a point: A4 with margins of 20 mm.</summary>
    public const int TextWidth = 9638;

    private const int PageWidth = 11906, PageHeight = 16838, Margin = 1134;

    /// <exception cref="Core.InputException">The file cannot be written.</exception>
    public static void Write(string path, Paper paper)
    {
        using MemoryStream file = new();
        using (WordprocessingDocument document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = PaperWords.Clean(paper.Title);
            document.PackageProperties.Creator = "Angioboard";
            document.PackageProperties.Language = "en-GB";
            MainDocumentPart main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = WordStyles.All();
            Body body = new();
            body.Append(WordText.Paragraph("Title", paper.Title), WordText.Paragraph("Subtitle", paper.Subtitle));
            uint pictures = 0;
            foreach (PaperBlock block in paper.Blocks)
            {
                switch (block)
                {
                    case PaperHeading heading:
                        body.Append(WordText.Paragraph($"Heading{heading.Level}", heading.Text));
                        break;
                    case PaperParagraph paragraph:
                        body.Append(WordText.Paragraph("BodyText", paragraph.Text));
                        break;
                    case PaperList list:
                        foreach (string entry in list.Entries) body.Append(WordText.Paragraph("ListBullet", $"–\t{entry}"));
                        break;
                    case PaperTable table:
                        body.Append(WordTable.Of(table, paper.NumberOf(table.Name)));
                        break;
                    case PaperFigure figure:
                        body.Append(WordPicture.Of(main, figure, paper.NumberOf(figure.Name), ++pictures, figure.Bytes(FigureFormat.Png)));
                        break;
                }
            }
            body.Append(Section(main));
            main.Document = new Document(body);
        }
        AtomicFile.Write(path, stream => stream.Write(file.GetBuffer().AsSpan(0, (int)file.Length)));
    }

    private static SectionProperties Section(MainDocumentPart main)
    {
        FooterPart footer = main.AddNewPart<FooterPart>();
        footer.Footer = new Footer(new Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }),
            new SimpleField(new Run(new Text("1"))) { Instruction = " PAGE " }));
        return new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) },
            new PageSize { Width = PageWidth, Height = PageHeight },
            new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 567, Footer = 567, Gutter = 0 });
    }
}
