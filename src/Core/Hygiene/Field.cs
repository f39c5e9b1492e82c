using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene;

/// <summary>
/// The bright field of a frame: in each row everything from the first bright pixel to the last. The dark rim around it is the same in all
/// frames of a camera and would make them look alike.
/// </summary>
internal sealed class Field
{
    private const double Bright = 0.99, ShareOfBright = 0.2;
    private const int Darkest = 10, Rows = 16;

    // Pixels within an edge that tell how bright it is there, and how bright they must be on average.
    private const int Gap = 2, Within = 8, Edges = 20;

    /// <param name="picture">The small picture of a <see cref="FrameGlance"/>.</param>
    public Field(byte[] picture)
    {
        const int side = FrameGlance.Side;
        int[] histogram = new int[256];
        foreach (byte value in picture) histogram[value]++;
        int bright = 255, above = 0;
        while (bright > 0 && (above += histogram[bright]) <= (1 - Bright) * picture.Length) bright--;
        int limit = Math.Max(Darkest, (int)(ShareOfBright * bright));

        Inside = new bool[picture.Length];
        long count = 0, sum = 0, squares = 0;
        for (int row = 0; row < side; row++)
        {
            ReadOnlySpan<byte> line = picture.AsSpan(row * side, side);
            int first = 0, last = side - 1;
            while (first < side && line[first] < limit) first++;
            while (last > first && line[last] < limit) last--;
            for (int column = first; column <= last; column++)
            {
                int value = line[column];
                Inside[row * side + column] = true;
                (count, sum, squares) = (count + 1, sum + value, squares + value * value);
            }
        }
        Share = (double)count / picture.Length;
        Radius = RadiusOf(picture);
        Mean = count == 0 ? 0 : (double)sum / count;
        Deviation = count == 0 ? 0 : Math.Sqrt(Math.Max(0, (double)squares / count - Mean * Mean));
    }

    /// <summary>Whether each pixel is in the field.</summary>
    public bool[] Inside { get; }

    /// <summary>Share of the picture that it covers.</summary>
    public double Share { get; }

    /// <summary>
    /// Its radius, as a share of the picture's width, to a hundredth; null where no edge is bright enough. An edge is where the luma
    /// reaches half of what it is within, so that a brighter picture has no larger field.
    /// </summary>
    public double? Radius { get; }

    /// <summary>Mean luma in it.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of the luma in it.</summary>
    public double Deviation { get; }

    private static double? RadiusOf(byte[] picture)
    {
        const int side = FrameGlance.Side;
        List<int> widths = [];
        for (int row = side / 2 - Rows; row < side / 2 + Rows; row++)
        {
            byte[] line = picture[(row * side)..((row + 1) * side)];
            int left = Edge(line);
            Array.Reverse(line);
            int right = Edge(line);
            if (left >= 0 && right >= 0 && left + right < side) widths.Add(side - left - right);
        }
        if (widths.Count < Rows) return null;
        widths.Sort();
        return Math.Round(widths[widths.Count / 2] / 2.0 / side, 2);
    }

    private static int Edge(ReadOnlySpan<byte> line)
    {
        for (int x = 0; x < line.Length / 2; x++)
        {
            int within = 0;
            for (int i = Gap; i < Gap + Within; i++) within += line[x + i];
            if (within >= Within * Edges && 2 * Within * line[x] >= within) return x;
        }
        return -1;
    }
}
