using Angioboard.Core.Files;
using SkiaSharp;

namespace Angioboard.Core.Drawing.Pages;

/// <summary>
/// A PDF of landscape A4 pages with vector drawings and real text. The same content gives the same bytes: it has no date.
/// </summary>
internal sealed class PdfReport
{
    private readonly SKDocument document;

    private PdfReport(SKDocument document) => this.document = document;

    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, string title, Action<PdfReport> draw) =>
        AtomicFile.Write(path, stream => Write(stream, title, draw));

    /// <summary>The same into a stream, which stays open.</summary>
    public static void Write(Stream stream, string title, Action<PdfReport> draw)
    {
        SKDocumentPdfMetadata metadata = new()
        {
            Title = title,
            Creator = "Angioboard",
            Producer = "Angioboard",
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        };
        using SKDocument document = SKDocument.CreatePdf(stream, metadata);
        draw(new PdfReport(document));
        document.Close();
    }

    /// <summary>One page with a heading and a smaller subheading.</summary>
    public void Page(string heading, string subheading, Action<Sheet> draw)
    {
        SKCanvas canvas = document.BeginPage(PdfPage.Width, PdfPage.Height);
        Sheet page = new(canvas);
        page.Text(heading, PdfPage.Margin, 46, size: 15, bold: true);
        page.Text(Sheet.Fit(subheading, PdfPage.Content.Width, 9), PdfPage.Margin, 62, size: 9, colour: PaperColours.Faint);
        draw(page);
        document.EndPage();
    }
}
