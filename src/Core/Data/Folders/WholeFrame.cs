using Angioboard.Core.Data.Jpeg;

namespace Angioboard.Core.Data.Folders;

/// <summary>
/// A frame's file as a browser may show it. EXIF is taken out, and with it the orientation, by which a browser would turn the picture: models and
/// crops see the pixels as they are stored, as PIL's <c>convert("L")</c> does. No pixel changes.
/// </summary>
public static class WholeFrame
{
    private const byte Application1 = 0xe1;

    /// <summary>The bytes to send.</summary>
    /// <exception cref="InputException">It is no file, or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path);
            return WithoutExif(file.All);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(FrameFault.Unreadable(path, failure), failure);
        }
    }

    internal static byte[] WithoutExif(ReadOnlySpan<byte> file)
    {
        byte[] kept = new byte[file.Length];
        int written = 0, from = 0;
        foreach (JpegSegment segment in JpegSegments.Of(file))
        {
            if (segment.Marker != Application1 || !file[(segment.Start + 4)..segment.End].StartsWith("Exif\0"u8)) continue;
            file[from..segment.Start].CopyTo(kept.AsSpan(written));
            (written, from) = (written + segment.Start - from, segment.End);
        }
        file[from..].CopyTo(kept.AsSpan(written));
        return kept[..(written + file.Length - from)];
    }
}
