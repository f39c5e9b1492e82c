namespace Angioboard.Core.Phantom;

/// <summary>
/// A bright spot near the fovea. The distributions of its final radius and brightness are the same for every class, that of its final
/// softness nearly so; the class determines the course before.
/// </summary>
internal sealed class Lesion
{
    private readonly Hyperfluorescence kind;
    private readonly double brightness, softness;
    private readonly float[] reach, height, mottle;

    public Lesion(Grid grid, Hyperfluorescence kind, SeededRandom random)
    {
        this.kind = kind;
        double distance = 0.15 * Grid.FieldRadius * Math.Sqrt(random.NextDouble()), direction = random.Uniform(0, 2 * Math.PI);
        double centreX = distance * Math.Cos(direction), centreY = distance * Math.Sin(direction);
        double radius = random.Uniform(0.32, 0.48);
        brightness = random.Uniform(0.28, 0.42);
        // A trace of the class remains visible at the end, as in real eyes: leaks end softer, pools sharper.
        softness = random.Uniform(0.1, 0.4) + kind switch { Hyperfluorescence.Leakage => 0.08, Hyperfluorescence.Pooling => -0.06, _ => 0 };

        double[] bulge = [.. Enumerable.Range(0, 4).Select(_ => random.Uniform(-0.07, 0.07))];
        double[] phase = [.. Enumerable.Range(0, 4).Select(_ => random.Uniform(0, 2 * Math.PI))];
        reach = grid.Layer((x, y) =>
        {
            double angle = Math.Atan2(y - centreY, x - centreX), outline = 1;
            for (int k = 0; k < bulge.Length; k++) outline += bulge[k] * Math.Cos((k + 2) * angle + phase[k]);
            return Math.Sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)) / (radius * outline);
        });
        mottle = Texture.Clouds(grid, 0.16, random);
        height = grid.Layer((_, y) => (centreY - y) / radius);
    }

    /// <summary>Adds the lesion's light at one moment.</summary>
    /// <param name="t">The moment, 0 … 1.</param>
    /// <param name="strength">1 for fluorescein, less where the other dye shows it less.</param>
    /// <param name="light">Brightness of each pixel of the grid, added to.</param>
    public void Add(double t, double strength, float[] light)
    {
        (double size, double bright, double soft) = kind switch
        {
            Hyperfluorescence.Leakage => (0.35 + 0.65 * t, 1.0, 0.06 + (softness - 0.06) * t),
            Hyperfluorescence.Staining => (1, 0.15 + 0.85 * t, softness),
            Hyperfluorescence.WindowDefect => (1, (1 + 1.6 * Math.Exp(-3 * t)) / (1 + 1.6 * Math.Exp(-3)), softness),
            _ => (1.0, 1.0, softness),
        };
        double level = kind == Hyperfluorescence.Pooling ? -0.8 + 2.2 * t : double.PositiveInfinity;
        float peak = (float)(strength * brightness * bright), scale = (float)(1 / size);
        float inner = (float)(1 - soft), width = (float)(2 * soft);
        for (int i = 0; i < light.Length; i++)
        {
            float edge = 1 - Math.Clamp((reach[i] * scale - inner) / width, 0, 1);
            if (edge == 0) continue;
            float filled = Math.Clamp((float)((level - height[i]) / 0.08), 0, 1);
            light[i] += peak * edge * edge * (3 - 2 * edge) * filled * (0.8f + 0.4f * mottle[i]);
        }
    }
}
