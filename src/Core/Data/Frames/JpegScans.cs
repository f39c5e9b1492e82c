namespace Angioboard.Core.Data.Frames;

/// <summary>
/// What decoding a JPEG costs beyond its size. One that comes in several scans (progressive, or a component at a time) is held whole in
/// memory, two bytes a sample, and gone over once a scan, though a scan may take next to no bytes in the file.
/// </summary>
/// <param name="Components">Numbers a pixel.</param>
/// <param name="Scans">How often the picture is gone over.</param>
internal readonly record struct JpegScans(int Components, int Scans)
{
    // The decoder itself gives up after a hundred scans: below this size nothing is too much.
    private const long HarmlessArea = 2_500_000;
    private const long MostSamples = 150_000_000;
    private const long MostVisits = 1_000_000_000;

    private const byte Start = 0xff, Picture = 0xc0, Restart = 0xd0, End = 0xd9, Scan = 0xda;

    /// <summary>Whether a picture of this size can cost too much at all, so that its scans are worth counting.</summary>
    public static bool Matter(int width, int height) => (long)width * height > HarmlessArea;

    /// <summary>Whether decoding takes more memory or time than a frame is worth.</summary>
    public bool TooMany(int width, int height)
    {
        long samples = (long)width * height * Components;
        return Scans > 1 && (samples > MostSamples || samples * Scans > MostVisits);
    }

    /// <summary>Counts along the markers of a file, as far as they are there.</summary>
    public static JpegScans Of(ReadOnlySpan<byte> file)
    {
        int components = 0, scans = 0, at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] != Start || file[at + 1] is 0 or Start or (>= Restart and < End))
            {
                // Within a scan, or between segments: on to whatever may be a marker.
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
