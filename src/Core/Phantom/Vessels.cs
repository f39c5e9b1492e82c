namespace Angioboard.Core.Phantom;

/// <summary>A layer of vessels, and the distance of each of their pixels from the optic disc along the vessel.</summary>
internal sealed class Vessels(Grid grid)
{
    private const double Step = 0.008;

    /// <summary>Coverage of each pixel by vessels, 0 … 1.</summary>
    public float[] Cover { get; } = new float[grid.Area];

    /// <summary>Distance of the pixel from the vessel's start, in retinal units; undefined without a vessel.</summary>
    public float[] Way { get; } = new float[grid.Area];

    /// <summary>One vessel with its branches.</summary>
    /// <param name="course">Its start, direction and curvature.</param>
    /// <param name="branching">Number of generations of branches.</param>
    /// <param name="random">Random numbers for bends and branches.</param>
    public void Grow(VesselCourse course, int branching, SeededRandom random)
    {
        (double x, double y, double heading, double way) = (course.X, course.Y, course.Heading, course.Way);
        double untilBranch = random.Uniform(0.15, 0.3), side = random.Chance(0.5) ? 1 : -1, wander = 0;
        for (double length = 0; length < course.Length; length += Step)
        {
            double share = length / course.Length, width = course.Width * (1 - 0.7 * share);
            wander = 0.97 * wander + random.Uniform(-0.35, 0.35);
            heading += (course.Bend * (1 - 0.5 * share) + wander) * Step;
            x += Math.Cos(heading) * Step;
            y += Math.Sin(heading) * Step;
            way += Step;
            if (course.SparesFovea && Math.Sqrt(x * x + y * y) < 0.2) return;
            Stamp(x, y, width, way);
            if (branching == 0 || (untilBranch -= Step) > 0) continue;
            double branch = heading + side * random.Uniform(0.4, 0.9), bend = -side * random.Uniform(0, 0.8);
            double branchLength = (course.Length - length) * random.Uniform(0.4, 0.7);
            Grow(new(x, y, branch, bend, branchLength, 0.65 * width, way, course.SparesFovea), branching - 1, random);
            untilBranch = random.Uniform(0.15, 0.3);
            side = -side;
        }
    }

    private void Stamp(double x, double y, double width, double way)
    {
        double centreX = grid.Pixel(x), centreY = grid.Pixel(y), radius = width * grid.Unit / 2;
        int reach = (int)Math.Ceiling(radius + 0.5);
        for (int row = Math.Max(0, (int)centreY - reach); row <= Math.Min(grid.Side - 1, (int)centreY + reach + 1); row++)
            for (int column = Math.Max(0, (int)centreX - reach); column <= Math.Min(grid.Side - 1, (int)centreX + reach + 1); column++)
            {
                double right = column - centreX, down = row - centreY, distance = Math.Sqrt(right * right + down * down);
                // A vessel thinner than a pixel covers it in part.
                float cover = (float)(Math.Clamp(radius + 0.5 - distance, 0, 1) * Math.Min(1, 2 * radius));
                int at = row * grid.Side + column;
                if (cover <= Cover[at]) continue;
                Cover[at] = cover;
                Way[at] = (float)way;
            }
    }
}
