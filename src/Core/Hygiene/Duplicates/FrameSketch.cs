using System.Numerics;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary>
/// A frame's perceptual hash (Zauner, 2010): the signs of the low frequencies of its 32 × 32 image against their median, with the pixels
/// outside the field set to the field's mean.
/// </summary>
internal sealed class FrameSketch
{
    /// <summary>Width and height of the thumbnail.</summary>
    public const int Side = 32;

    // Early frames are dark all over, and alike whatever the eye.
    private const double LeastDeviation = 5, LeastField = 0.1;
    private const int Frequencies = 8;

    private static readonly float[][] cosines =
        [.. Enumerable.Range(1, Frequencies).Select(f =>
            Enumerable.Range(0, Side).Select(x => MathF.Cos(MathF.PI * f * (2 * x + 1) / (2 * Side))).ToArray())];

    private FrameSketch(float[] thumbnail)
    {
        (Hash, Mirrored) = (HashOf(thumbnail, mirrored: false), HashOf(thumbnail, mirrored: true));
        float mean = thumbnail.Average(), norm = MathF.Sqrt(thumbnail.Sum(value => (value - mean) * (value - mean)));
        Shape = Array.ConvertAll(thumbnail, value => (Half)((value - mean) / norm));
    }

    /// <summary>The hash.</summary>
    public ulong Hash { get; }

    /// <summary>The hash of the mirror image.</summary>
    public ulong Mirrored { get; }

    /// <summary>The thumbnail with mean 0 and length 1, so that the product of two is their correlation.</summary>
    public Half[] Shape { get; }

    /// <summary>Sketches a frame; null if it is too dark or too even.</summary>
    public static FrameSketch? Of(byte[] picture, Field field)
    {
        if (field.Share < LeastField || field.Deviation < LeastDeviation) return null;
        const int step = FrameGlance.Side / Side;
        float[] thumbnail = new float[Side * Side];
        for (int y = 0; y < FrameGlance.Side; y++)
        {
            for (int x = 0; x < FrameGlance.Side; x++)
            {
                int at = y * FrameGlance.Side + x;
                thumbnail[y / step * Side + x / step] += field.Inside[at] ? picture[at] : (float)field.Mean;
            }
        }
        return new FrameSketch(thumbnail);
    }

    /// <summary>In how many bits two hashes differ.</summary>
    public static int Distance(ulong one, ulong other) => BitOperations.PopCount(one ^ other);

    /// <summary>The correlation of two thumbnails.</summary>
    public double Correlation(FrameSketch other, bool mirrored)
    {
        float sum = 0;
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
                sum += (float)Shape[y * Side + x] * (float)other.Shape[y * Side + (mirrored ? Side - 1 - x : x)];
        }
        return sum;
    }

    private static ulong HashOf(float[] thumbnail, bool mirrored)
    {
        // Mirroring changes the sign of every odd frequency along a row.
        float[] rows = new float[Side * Frequencies];
        for (int y = 0; y < Side; y++)
        {
            for (int f = 0; f < Frequencies; f++)
            {
                float sum = 0;
                for (int x = 0; x < Side; x++) sum += thumbnail[y * Side + x] * cosines[f][x];
                rows[y * Frequencies + f] = mirrored && f % 2 == 0 ? -sum : sum;
            }
        }
        float[] low = new float[Frequencies * Frequencies];
        for (int g = 0; g < Frequencies; g++)
        {
            for (int f = 0; f < Frequencies; f++)
            {
                for (int y = 0; y < Side; y++) low[g * Frequencies + f] += rows[y * Frequencies + f] * cosines[g][y];
            }
        }
        float[] sorted = [.. low.Order()];
        float median = (sorted[31] + sorted[32]) / 2;
        ulong hash = 0;
        for (int i = 0; i < low.Length; i++)
        {
            if (low[i] > median) hash |= 1UL << i;
        }
        return hash;
    }
}
