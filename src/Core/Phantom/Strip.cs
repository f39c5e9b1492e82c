namespace Angioboard.Core.Phantom;

/// <summary>
/// The strip at the bottom into which a camera burns the patient's code and the time: the pipeline must crop it. Its letters are
/// our own, since fonts differ between machines.
/// </summary>
internal static class Strip
{
    /// <summary>Rows of pixels.</summary>
    public const int Height = 50;

    private const byte Background = 10, Ink = 225;

    /// <summary>Letters of 5 × 7 dots, seven rows of five bits.</summary>
    private static readonly Dictionary<char, byte[]> Letters = new()
    {
        ['0'] = [14, 17, 19, 21, 25, 17, 14], ['1'] = [4, 12, 4, 4, 4, 4, 14], ['2'] = [14, 17, 1, 2, 4, 8, 31],
        ['3'] = [31, 2, 4, 2, 1, 17, 14], ['4'] = [2, 6, 10, 18, 31, 2, 2], ['5'] = [31, 16, 30, 1, 1, 17, 14],
        ['6'] = [6, 8, 16, 30, 17, 17, 14], ['7'] = [31, 1, 2, 4, 8, 8, 8], ['8'] = [14, 17, 17, 14, 17, 17, 14],
        ['9'] = [14, 17, 17, 15, 1, 2, 12], ['A'] = [14, 17, 17, 31, 17, 17, 17], ['C'] = [14, 17, 16, 16, 16, 17, 14],
        ['D'] = [30, 17, 17, 17, 17, 17, 30], ['E'] = [31, 16, 16, 30, 16, 16, 31], ['F'] = [31, 16, 16, 30, 16, 16, 16],
        ['G'] = [14, 17, 16, 23, 17, 17, 15], ['H'] = [17, 17, 17, 31, 17, 17, 17], ['I'] = [14, 4, 4, 4, 4, 4, 14],
        ['L'] = [16, 16, 16, 16, 16, 16, 31], ['N'] = [17, 25, 21, 19, 17, 17, 17], ['P'] = [30, 17, 17, 30, 16, 16, 16],
        ['R'] = [30, 17, 17, 30, 20, 18, 17], ['S'] = [15, 16, 16, 14, 1, 1, 30], ['T'] = [31, 4, 4, 4, 4, 4, 4],
        ['Y'] = [17, 17, 10, 4, 4, 4, 4], [':'] = [0, 12, 12, 0, 12, 12, 0], ['.'] = [0, 0, 0, 0, 0, 12, 12],
        [' '] = [0, 0, 0, 0, 0, 0, 0],
    };

    /// <summary>Fills the last <see cref="Height"/> rows of a frame.</summary>
    public static void Draw(byte[] pixels, int width, PlannedExam exam, int frame, double seconds)
    {
        Span<byte> strip = pixels.AsSpan(pixels.Length - Height * width);
        strip.Fill(Background);
        TimeSpan since = TimeSpan.FromSeconds(seconds);
        Print(strip, width, 6, 2, $"P{exam.Patient:0000} {exam.Eye} {since:mm\\:ss\\.f}");
        Print(strip, width, 30, 1, $"SYNTHETIC FA ICGA {frame + 1:00}");
    }

    private static void Print(Span<byte> strip, int width, int top, int scale, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            byte[] letter = Letters[text[i]];
            for (int y = 0; y < 7 * scale; y++)
                for (int x = 0; x < 5 * scale; x++)
                    if ((letter[y / scale] >> (4 - x / scale) & 1) == 1) strip[(top + y) * width + 8 + 6 * scale * i + x] = Ink;
        }
    }
}
