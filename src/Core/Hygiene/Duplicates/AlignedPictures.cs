using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene.Duplicates;

/// <summary>Compares the small pictures of two frames within both fields, shifted by a pixel or two against each other.</summary>
internal static class AlignedPictures
{
    private const int Side = FrameGlance.Side, MostShift = 2;

    /// <summary>The largest correlation over the shifts.</summary>
    /// <param name="first">A small picture.</param>
    /// <param name="second">Another one.</param>
    /// <param name="mirrored">Whether the second is mirrored first.</param>
    public static double Correlation(byte[] first, byte[] second, bool mirrored)
    {
        byte[] other = mirrored ? Mirror(second) : second;
        bool[] field = new Field(first).Inside, otherField = new Field(other).Inside;
        double best = -1;
        for (int down = -MostShift; down <= MostShift; down++)
        {
            for (int right = -MostShift; right <= MostShift; right++)
                best = Math.Max(best, Correlation(first, field, other, otherField, right, down));
        }
        return best;
    }

    private static double Correlation(byte[] first, bool[] field, byte[] second, bool[] otherField, int right, int down)
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
