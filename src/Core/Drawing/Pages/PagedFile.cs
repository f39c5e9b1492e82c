namespace Angioboard.Core.Drawing.Pages;

/// <summary>A report of several pages as a PDF of landscape A4, with vector drawings and real text.</summary>
public static class PagedFile
{
    /// <summary>Writes it; the same content gives the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title in the file's properties.</param>
    /// <param name="sections">The sections.</param>
    /// <exception cref="InputException">The file cannot be written, or the typeface shipped with the program cannot be read.</exception>
    public static void Write(string path, string title, IReadOnlyList<PageSection> sections) =>
        PdfReport.Write(path, title, pdf => Draw(pdf, sections));

    /// <summary>The bytes of the same file.</summary>
    /// <param name="title">The title in the file's properties.</param>
    /// <param name="sections">The sections.</param>
    /// <exception cref="InputException">The typeface shipped with the program cannot be read.</exception>
    public static byte[] Bytes(string title, IReadOnlyList<PageSection> sections)
    {
        using MemoryStream stream = new();
        PdfReport.Write(stream, title, pdf => Draw(pdf, sections));
        return stream.ToArray();
    }

    private static void Draw(PdfReport pdf, IReadOnlyList<PageSection> sections)
    {
        foreach (PageSection section in sections)
        {
            using SectionFlow flow = new(section);
            foreach ((int number, IReadOnlyList<Action<Sheet>> page) in flow.Pages.Index())
            {
                string heading = number == 0 ? section.Heading : $"{section.Heading} (continued)";
                pdf.Page(Sheet.Fit(heading, PdfPage.Content.Width, 15, bold: true), section.Below, sheet =>
                {
                    foreach (Action<Sheet> draw in page) draw(sheet);
                });
            }
        }
    }
}
