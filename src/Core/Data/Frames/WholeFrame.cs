using Angioboard.Core.Data.Frames.Jpeg;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Data.Frames;

/// <summary>
/// A frame's file for the browser. EXIF is removed, and with it the orientation, by which a browser would rotate the image: models and
/// crops use the pixels as stored, as PIL's <c>convert("L")</c> does. No pixel changes.
/// </summary>
public static class WholeFrame
{
    private const byte Application1 = 0xe1;

    /// <summary>The bytes to send. Only images are sent: a file's name does not guarantee its content.</summary>
    /// <param name="path">The frame.</param>
    /// <param name="rule">The folder that must contain it; null for anywhere.</param>
    /// <exception cref="InputException">It is not a file or a JPEG, is too large or outside that folder, or cannot be read.</exception>
    public static byte[] Read(string path, OpenRule? rule = null)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path, rule);
            if (JpegProbe.WhyNoPicture(file, path) is { } fault) throw new InputException(fault);
            return WithoutExif(file.All);
        }
        catch (Exception failure) when (FileErrors.Is(failure))
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
