namespace Angioboard.Core.Phantom;

/// <summary>
/// One eye without its lesion: constant layers, and their brightness as the dye arrives, passes and fades.
/// </summary>
internal sealed class Fundus
{
    private const double DiscX = 0.6;
    private readonly Vessels arteries, veins;
    private readonly float[] choroid, disc, macula, lobules, grain;

    /// <param name="grid">The pixels.</param>
    /// <param name="eye">In an <c>R</c> the optic disc is right of the fovea, in an <c>L</c> left.</param>
    /// <param name="random">Random numbers for this eye.</param>
    public Fundus(Grid grid, char eye, SeededRandom random)
    {
        double nasal = eye == 'R' ? 1 : -1, discY = random.Uniform(-0.08, 0.04), discRadius = random.Uniform(0.11, 0.14);
        disc = grid.Layer((x, y) =>
        {
            double right = x - nasal * DiscX, down = y - discY;
            return 1 - Grid.Step(0.85 * discRadius, 1.1 * discRadius, Math.Sqrt(right * right + down * down));
        });
        macula = grid.Layer((x, y) => 1 - 0.5 * Math.Exp(-(x * x + y * y) / 0.045));
        lobules = Texture.Clouds(grid, 0.3, random);
        grain = Texture.Clouds(grid, 0.09, random);
        arteries = Retinal(grid, nasal, discY, 0, random);
        veins = Retinal(grid, nasal, discY, 0.18, random);
        choroid = Choroid(grid, random);
    }

    /// <summary>The fluorescein half: patches of choroidal flush, arteries from the disc outwards, veins back to it, decay.</summary>
    /// <param name="t">The moment, 0 … 1.</param>
    /// <param name="light">Brightness of each pixel of the grid, 0 … about 1; written over.</param>
    public void LightFluorescein(double t, float[] light)
    {
        float flushed = (float)(0.19 - 0.07 * t), stained = (float)(0.12 + 0.2 * t);
        float arterial = (float)(0.5 - 0.28 * t), venous = (float)(0.46 - 0.2 * t);
        for (int i = 0; i < light.Length; i++)
        {
            float flush = flushed * Ramp(t + 0.06 - 0.07 * lobules[i], 0.09) * (0.55f + 0.9f * grain[i]) * macula[i];
            float value = 0.04f + flush + stained * disc[i] * Ramp(t, 0.3);
            value += arterial * arteries.Cover[i] * Ramp(t + 0.03 - 0.06 * arteries.Way[i], 0.05);
            light[i] = value + venous * veins.Cover[i] * Ramp(t - 0.06 - 0.09 * (1.6 - veins.Way[i]), 0.15);
        }
    }

    /// <summary>The indocyanine green half: choroidal vessels fill early and sink into an even glow; retinal vessels are faint.</summary>
    /// <param name="t">The moment, 0 … 1.</param>
    /// <param name="light">Brightness of each pixel of the grid, 0 … about 1; written over.</param>
    public void LightIndocyanine(double t, float[] light)
    {
        float vessels = (float)(0.42 * (1 - 0.75 * t)), faint = (float)(0.1 * (1 - t));
        float glow = (float)(0.1 + 0.16 * Math.Min(1, 3 * t) * (1 - 0.4 * t));
        for (int i = 0; i < light.Length; i++)
        {
            float retinal = arteries.Cover[i] * Ramp(t + 0.02 - 0.06 * arteries.Way[i], 0.05) + veins.Cover[i] * Ramp(t - 0.1, 0.2);
            float choroidal = choroid[i] * Ramp(t + 0.03 - 0.08 * lobules[i], 0.1);
            float value = 0.05f + glow * (0.6f + 0.8f * lobules[i]) * macula[i] + vessels * choroidal + faint * retinal;
            light[i] = value * (1 - 0.5f * disc[i]);
        }
    }

    /// <summary>Two arcades around the macula and two short vessels on the nasal side, with their branches.</summary>
    private static Vessels Retinal(Grid grid, double nasal, double discY, double spread, SeededRandom random)
    {
        Vessels vessels = new(grid);
        foreach (int up in (int[])[-1, 1])
        {
            double width = random.Uniform(0.032, 0.042) * (spread > 0 ? 1.25 : 1);
            Add(2.0 - spread + random.Uniform(-0.12, 0.12), random.Uniform(0.75, 1.05), random.Uniform(1.5, 1.8), width);
            Add(0.95 - spread + random.Uniform(-0.2, 0.2), random.Uniform(-0.8, 0.2), random.Uniform(0.45, 0.6), width * 0.8);

            // Angles are measured from the nasal side towards the arcade, so that both eyes and both arcades share one description.
            void Add(double angle, double bend, double length, double w)
            {
                double heading = nasal > 0 ? up * angle : Math.PI - up * angle;
                vessels.Grow(new(nasal * DiscX, discY, heading, up * nasal * bend, length, w, 0, true), 2, random);
            }
        }
        return vessels;
    }

    /// <summary>Four fans of wide vessels, each spreading from a vortex vein's mouth towards the macula, out of focus.</summary>
    private static float[] Choroid(Grid grid, SeededRandom random)
    {
        Vessels vessels = new(grid);
        foreach ((int right, int down) in ((int, int)[])[(-1, -1), (-1, 1), (1, -1), (1, 1)])
        {
            double mouthX = right * random.Uniform(0.7, 0.95), mouthY = down * random.Uniform(0.7, 0.95);
            double inwards = Math.Atan2(-mouthY, -mouthX);
            for (int i = -3; i <= 3; i++)
            {
                double heading = inwards + 0.4 * i + random.Uniform(-0.15, 0.15), bend = -0.25 * i + random.Uniform(-0.3, 0.3);
                double length = random.Uniform(0.9, 1.5), width = random.Uniform(0.06, 0.1);
                vessels.Grow(new(mouthX, mouthY, heading, bend, length, width, 0, false), 1, random);
            }
        }
        return grid.Blur(grid.Blur(vessels.Cover, 1), 1);
    }

    private static float Ramp(double since, double rise)
    {
        float s = Math.Clamp((float)(since / rise), 0, 1);
        return s * s * (3 - 2 * s);
    }
}
