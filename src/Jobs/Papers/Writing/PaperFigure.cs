using Angioboard.Core.Drawing;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>A figure.</summary>
/// <param name="Name">What its files and references to it are called: lower-case letters, digits and dashes.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Alternative">The same for readers who cannot see it.</param>
/// <param name="Millimetres">Its width in print.</param>
/// <param name="Draw">The figure as a file.</param>
internal sealed record PaperFigure(
    string Name, string Caption, string Alternative, int Millimetres, Func<FigureFormat, int, byte[]> Draw) : PaperBlock
{
    /// <summary>The file.</summary>
    public byte[] Bytes(FigureFormat format) => Draw(format, Millimetres);

    public override PaperBlock With(Func<string, string> change) =>
        this with { Caption = change(Caption), Alternative = change(Alternative) };
}
