namespace Angioboard.Core.Data.Frames;

/// <summary>
/// The decoding cost of a JPEG beyond its size. One with several scans (progressive, or a component at a time) is held entirely in
/// memory, two bytes per sample, and processed once per scan, though a scan may take almost no bytes in the file.
/// </summary>
/// <param name="Components">Samples per pixel.</param>
/// <param name="Scans">Number of passes over the image.</param>
internal readonly record struct JpegScans(int Components, int Scans)
{
    // The decoder itself stops after a hundred scans: below this size no image is too expensive.
    private const long HarmlessArea = 2_500_000;
    private const long MostSamples = 150_000_000;
    private const long MostVisits = 1_000_000_000;

    private const byte Start = 0xff, Picture = 0xc0, Restart = 0xd0, End = 0xd9, Scan = 0xda;

    /// <summary>Whether an image of this size can be too expensive, so that its scans must be counted.</summary>
    public static bool Matter(int width, int height) => (long)width * height > HarmlessArea;

    /// <summary>Whether decoding takes too much memory or time.</summary>
    public bool TooMany(int width, int height)
    {
        long samples = (long)width * height * Components;
        return Scans > 1 && (samples > MostSamples || samples * Scans > MostVisits);
    }

    /// <summary>Counts scans along the markers of a file, as far as it goes.</summary>
    public static JpegScans Of(ReadOnlySpan<byte> file)
    {
        int components = 0, scans = 0, at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] != Start || file[at + 1] is 0 or Start or (>= Restart and < End))
            {
                // Within a scan, or between segments: skip to the next possible marker.
                int next = file[(at + 1)..].IndexOf(Start);
                if (next < 0) break;
                at += 1 + next;
                continue;
            }
            byte marker = file[at + 1];
            if (marker == End) break;
            if (marker == Scan) scans++;
            bool picture = marker is >= Picture and < Restart and not (0xc4 or 0xc8 or 0xcc);
            if (picture && at + 9 < file.Length) components = Math.Max(components, (int)file[at + 9]);
            at += 2 + Math.Max(2, (file[at + 2] << 8) | file[at + 3]);
        }
        return new JpegScans(components, scans);
    }
}
