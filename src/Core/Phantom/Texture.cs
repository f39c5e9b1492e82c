namespace Angioboard.Core.Phantom;

/// <summary>Cloudy random fields: smooth interpolation of a random lattice, in two octaves.</summary>
internal static class Texture
{
    /// <summary>A field within 0 … 1 whose clouds are about <paramref name="size"/> retinal units wide.</summary>
    public static float[] Clouds(Grid grid, double size, SeededRandom random)
    {
        Func<double, double, double> coarse = Lattice(size, random), fine = Lattice(size / 2.3, random);
        return grid.Layer((x, y) => 0.65 * coarse(x, y) + 0.35 * fine(x, y));
    }

    private static Func<double, double, double> Lattice(double size, SeededRandom random)
    {
        const double Reach = 1.3;
        int nodes = (int)(2 * Reach / size) + 3;
        double[] values = new double[nodes * nodes];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextDouble();
        return (x, y) =>
        {
            double u = (x + Reach) / size, v = (y + Reach) / size;
            int column = (int)u, row = (int)v;
            double right = Grid.Step(0, 1, u - column), down = Grid.Step(0, 1, v - row);
            int at = row * nodes + column;
            double top = values[at] + (values[at + 1] - values[at]) * right;
            double bottom = values[at + nodes] + (values[at + nodes + 1] - values[at + nodes]) * right;
            return top + (bottom - top) * down;
        };
    }
}
