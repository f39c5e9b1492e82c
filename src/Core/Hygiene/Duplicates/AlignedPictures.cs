using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary>
/// Compares the small pictures of two frames within both fields, shifted by a pixel or two against each other. They are smoothed first:
/// saving a JPEG again changes the noise.
/// </summary>
internal static class AlignedPictures
{
    private const int Side = FrameGlance.Side, MostShift = 2, Reach = 2;

    /// <summary>The largest correlation over the shifts.</summary>
    /// <param name="first">A small picture.</param>
    /// <param name="second">Another one.</param>
    /// <param name="mirrored">Whether the second is mirrored first.</param>
    public static double Correlation(byte[] first, byte[] second, bool mirrored)
    {
        byte[] other = mirrored ? Mirror(second) : second;
        bool[] field = new Field(first).Inside, otherField = new Field(other).Inside;
        float[] smooth = Smooth(first, field), otherSmooth = Smooth(other, otherField);
        double best = -1;
        for (int down = -MostShift; down <= MostShift; down++)
        {
            for (int right = -MostShift; right <= MostShift; right++)
                best = Math.Max(best, Correlation(smooth, field, otherSmooth, otherField, right, down));
        }
        return best;
    }

    private static double Correlation(float[] first, bool[] field, float[] second, bool[] otherField, int right, int down)
    {
        double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (int y = Math.Max(0, -down); y < Math.Min(Side, Side - down); y++)
        {
            for (int x = Math.Max(0, -right); x < Math.Min(Side, Side - right); x++)
            {
                int at = y * Side + x, there = (y + down) * Side + x + right;
                if (!field[at] || !otherField[there]) continue;
                double p = first[at], q = second[there];
                (n, a, b, aa, bb, ab) = (n + 1, a + p, b + q, aa + p * p, bb + q * q, ab + p * q);
            }
        }
        double variances = (aa - a * a / n) * (bb - b * b / n);
        return n < 2 || variances <= 0 ? -1 : (ab - a * b / n) / Math.Sqrt(variances);
    }

    // The mean of the square around each pixel, as far as it is in the field.
    private static float[] Smooth(byte[] picture, bool[] field)
    {
        float[] smooth = new float[picture.Length];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int sum = 0, count = 0;
                for (int v = Math.Max(0, y - Reach); v <= Math.Min(Side - 1, y + Reach); v++)
                {
                    for (int u = Math.Max(0, x - Reach); u <= Math.Min(Side - 1, x + Reach); u++)
                    {
                        if (!field[v * Side + u]) continue;
                        sum += picture[v * Side + u];
                        count++;
                    }
                }
                if (count > 0) smooth[y * Side + x] = (float)sum / count;
            }
        }
        return smooth;
    }

    private static byte[] Mirror(byte[] picture)
    {
        byte[] mirrored = new byte[picture.Length];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++) mirrored[y * Side + x] = picture[y * Side + Side - 1 - x];
        }
        return mirrored;
    }
}
