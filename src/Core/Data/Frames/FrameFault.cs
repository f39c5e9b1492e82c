using Angioboard.Core.Files;

namespace Angioboard.Core.Data.Frames;

/// <summary>Messages for faults of a frame's file: one line each, with a remedy.</summary>
internal static class FrameFault
{
    /// <summary>Larger images are a mistake or an attack on memory.</summary>
    public const long LargestArea = 100_000_000;

    public static string Empty(string path) => $"{path}: the file is empty (0 bytes); copy it again or move it out";

    public static string NotJpeg(string path) => $"{path}: not a JPEG; convert it to one or move it out";

    public static string Header(string path) => $"{path}: the JPEG's header is cut short or damaged; copy the file again or move it out";

    public static string Truncated(string path) =>
        $"{path}: truncated or damaged: the image cannot be decoded completely; copy the file again or move it out";

    public static string Scans(string path, int width, int height, int scans) =>
        $"{path}: {width}×{height} in {scans} scans takes too much time and memory to decode; save it as a baseline JPEG or move it out";

    public static string Kind(string path, string kind) =>
        $"{path}: is a {kind} JPEG, which cannot be decoded; save it as an ordinary JPEG (8 bits, baseline) or move it out";

    /// <summary>The system's error, which may not be the file's fault.</summary>
    public static string Unreadable(string path, Exception reason) => SystemFault.Line(path, reason, "make it readable or move it out");

    /// <summary>Null if an image of this size can be used.</summary>
    public static string? Size(string path, int width, int height, Modality modality, int strip) => (width, height) switch
    {
        _ when (long)width * height > LargestArea => $"{path}: {width}×{height} is over 100 megapixels; scale it down or move it out",
        _ when height <= strip =>
            $"{path}: {height} pixels high, no more than the strip of {strip} that is cut off; set a smaller strip or move it out",
        (1, _) when modality != Modality.Full => $"{path}: 1 pixel wide, too narrow to halve; set the modality full or move it out",
        _ => null,
    };
}
