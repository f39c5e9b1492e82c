namespace Angioboard.Core.Phantom;

/// <summary>Takes one half of a frame: the eye where it has drifted to, through a round field that darkens outwards, with noise.</summary>
internal sealed class Camera(Grid grid, double exposure, (double X, double Y) drift, SeededRandom random)
{
    private const float Noise = 0.035f, Dark = 0.015f;

    /// <summary>Writes the half as bytes.</summary>
    /// <param name="light">Brightness of each pixel of the grid.</param>
    /// <param name="pixels">The frame's pixels, row by row.</param>
    /// <param name="left">The half's first column.</param>
    /// <param name="stride">The frame's width.</param>
    public void Expose(float[] light, byte[] pixels, int left, int stride)
    {
        double startX = Grid.Margin + drift.X, startY = Grid.Margin + drift.Y;
        int columnOffset = (int)Math.Floor(startX), rowOffset = (int)Math.Floor(startY), side = grid.Side, half = grid.HalfSide;
        float right = (float)(startX - columnOffset), down = (float)(startY - rowOffset);
        for (int y = 0; y < half; y++)
        {
            float v = (y + 0.5f) * 2 / half - 1;
            for (int x = 0; x < half; x++)
            {
                float u = (x + 0.5f) * 2 / half - 1, radius = MathF.Sqrt(u * u + v * v);
                int at = (y + rowOffset) * side + x + columnOffset;
                float top = light[at] + (light[at + 1] - light[at]) * right;
                float bottom = light[at + side] + (light[at + side + 1] - light[at + side]) * right;
                float field = Math.Clamp(((float)Grid.FieldRadius - radius) * 30, 0, 1) * (1 - 0.3f * radius * radius);
                float value = Dark + (top + (bottom - top) * down) * field * (float)exposure;
                value += Noise * (0.4f + 0.6f * field) * (0.5f + MathF.Sqrt(value)) * Normal();
                pixels[y * stride + left + x] = (byte)Math.Clamp((int)(value * 255 + 0.5f), 0, 255);
            }
        }
    }

    /// <summary>Nearly normal, mean 0 and deviation 1: the sum of four uniform numbers from one draw.</summary>
    private float Normal()
    {
        ulong bits = random.NextBits();
        long sum = (long)(bits & 0xffff) + (long)((bits >> 16) & 0xffff) + (long)((bits >> 32) & 0xffff) + (long)(bits >> 48);
        return (sum - 2 * 65535) * (1 / 37837f);
    }
}
