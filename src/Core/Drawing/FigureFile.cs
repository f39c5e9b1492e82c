using Angioboard.Core.Drawing.Layouts;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>The file format of a figure.</summary>
public enum FigureFormat
{
    /// <summary>Vectors; text is outlines, so it looks the same without the typeface.</summary>
    Svg,

    /// <summary>A picture of 300 dots per inch.</summary>
    Png,

    /// <summary>Vectors on a page of the figure's size, with text that can be selected.</summary>
    Pdf,
}

/// <summary>
/// Writes a figure on a white background in the typeface of the reports, with text of 8 to 9 points at the width it is printed.
/// </summary>
public static class FigureFile
{
    /// <summary>The width of one column of a journal, in millimetres.</summary>
    public const int OneColumn = 85;

    /// <summary>The width of two columns of a journal, in millimetres.</summary>
    public const int TwoColumns = 170;

    private const float PointsPerMillimetre = 72 / 25.4f;
    private const int DotsPerInch = 300;

    /// <summary>The figure as a file.</summary>
    /// <param name="figure">What to draw.</param>
    /// <param name="format">The format.</param>
    /// <param name="millimetres">The width in print.</param>
    /// <exception cref="InputException">The typeface shipped with the program cannot be read.</exception>
    public static byte[] Bytes(Figure figure, FigureFormat format, int millimetres)
    {
        using FigureDrawing drawing = new(figure, millimetres * PointsPerMillimetre);
        return Bytes(drawing, figure.Title, format, millimetres);
    }

    /// <summary>Several figures as one file.</summary>
    /// <inheritdoc cref="Bytes(Figure, FigureFormat, int)"/>
    public static byte[] Bytes(FigurePanels figure, FigureFormat format, int millimetres)
    {
        using PanelsDrawing drawing = new(figure, millimetres * PointsPerMillimetre);
        return Bytes(drawing, figure.Title, format, millimetres);
    }

    /// <summary>A flow chart as a file.</summary>
    /// <inheritdoc cref="Bytes(Figure, FigureFormat, int)"/>
    public static byte[] Bytes(FlowChart figure, FigureFormat format, int millimetres)
    {
        using FlowDrawing drawing = new(figure, millimetres * PointsPerMillimetre);
        return Bytes(drawing, figure.Title, format, millimetres);
    }

    private static byte[] Bytes(IDrawing drawing, string title, FigureFormat format, int millimetres)
    {
        using MemoryStream file = new();
        switch (format)
        {
            case FigureFormat.Svg:
                return Svg(drawing, millimetres);
            case FigureFormat.Png:
                return Png(drawing);
            default:
                Pdf(drawing, title, file);
                return file.ToArray();
        }
    }

    private static byte[] Svg(IDrawing drawing, int millimetres)
    {
        using MemoryStream raw = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, drawing.Width, drawing.Height), raw))
        {
            canvas.Clear(SKColors.White);
            drawing.Draw(new Sheet(canvas, cutDashes: true));
        }
        return SvgOutlines.Convert(raw.ToArray(), drawing.Width, drawing.Height, millimetres);
    }

    private static byte[] Png(IDrawing drawing)
    {
        const float scale = DotsPerInch / 72f;
        int width = (int)MathF.Ceiling(drawing.Width * scale), height = (int)MathF.Ceiling(drawing.Height * scale);
        SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using SKBitmap bitmap = new(info);
        using (SKCanvas canvas = new(bitmap))
        {
            canvas.Clear(SKColors.White);
            canvas.Scale(scale);
            drawing.Draw(new Sheet(canvas));
        }
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return PngResolution.Set(png.ToArray(), DotsPerInch);
    }

    private static void Pdf(IDrawing drawing, string title, Stream file)
    {
        SKDocumentPdfMetadata metadata = new()
        {
            Title = title,
            Creator = "Angioboard",
            Producer = "Angioboard",
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        };
        using SKDocument document = SKDocument.CreatePdf(file, metadata);
        drawing.Draw(new Sheet(document.BeginPage(drawing.Width, drawing.Height)));
        document.EndPage();
        document.Close();
    }
}
