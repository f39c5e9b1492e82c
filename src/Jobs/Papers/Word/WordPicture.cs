using System.Buffers.Binary;
using Angioboard.Jobs.Papers.Writing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using WP = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Angioboard.Jobs.Papers.Word;

/// <summary>Figures of a Word document: a picture of 300 dots per inch with words for readers who cannot see it, and its caption.</summary>
internal static class WordPicture
{
    // English Metric Units.
    private const long PerMillimetre = 36_000;

    // Width and height follow the signature and the header's length and name.
    private const int WidthAt = 16, HeightAt = 20;

    /// <summary>The picture and its caption.</summary>
    public static IEnumerable<OpenXmlElement> Of(MainDocumentPart main, PaperFigure figure, string number, uint id, byte[] png)
    {
        ImagePart part = main.AddImagePart(ImagePartType.Png);
        using (MemoryStream stream = new(png)) part.FeedData(stream);
        long width = figure.Millimetres * PerMillimetre;
        long height = width * BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(HeightAt))
            / BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(WidthAt));
        P.Picture picture = new(
            new P.NonVisualPictureProperties(
                new P.NonVisualDrawingProperties { Id = id, Name = $"{figure.Name}.png" },
                new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new A.Blip { Embed = main.GetIdOfPart(part) }, new A.Stretch(new A.FillRectangle())),
            new P.ShapeProperties(
                new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }));
        WP.Inline inline = new(
            new WP.Extent { Cx = width, Cy = height },
            new WP.DocProperties { Id = id, Name = number, Description = PaperWords.Clean(figure.Alternative) },
            new A.Graphic(new A.GraphicData(picture) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        };
        yield return new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Figure" }), new Run(new Drawing(inline)));
        yield return WordText.Caption(number, figure.Caption, above: false);
    }
}
