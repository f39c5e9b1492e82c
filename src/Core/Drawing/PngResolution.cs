using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Angioboard.Core.Drawing;

/// <summary>
/// Writes a PNG's resolution into it (chunk pHYs), so that word processors take it in at its size in print. Skia writes none.
/// </summary>
internal static class PngResolution
{
    private const double InchesPerMetre = 1 / 0.0254;

    // The signature, then the header: length, name, 13 bytes, checksum.
    private const int AfterHeader = 8 + 4 + 4 + 13 + 4;

    public static byte[] Set(byte[] png, int dotsPerInch)
    {
        byte[] chunk = new byte[4 + 4 + 9 + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 9);
        Encoding.ASCII.GetBytes("pHYs", chunk.AsSpan(4));
        int dots = (int)Math.Round(dotsPerInch * InchesPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(8), dots);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(12), dots);
        chunk[16] = 1; // The unit is the metre.
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), Crc32.HashToUInt32(chunk.AsSpan(4, 13)));
        return [.. png.AsSpan(0, AfterHeader), .. chunk, .. png.AsSpan(AfterHeader)];
    }
}
