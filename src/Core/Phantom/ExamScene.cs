namespace Angioboard.Core.Phantom;

/// <summary>One exam: an eye with its lesion, the camera that looks at it, and the frames it takes.</summary>
internal sealed class ExamScene
{
    private static readonly int[] HalfSides = [128, 144];
    private readonly PlannedExam exam;
    private readonly long seed;
    private readonly Grid grid;
    private readonly Fundus fundus;
    private readonly Lesion lesion;
    private readonly FrameJpeg jpeg;
    private readonly double gain;
    private readonly (double X, double Y)[] drift;
    private readonly float[] light;

    public ExamScene(PlannedExam exam, long seed)
    {
        (this.exam, this.seed) = (exam, seed);
        SeededRandom random = new(seed, "phantom exam", exam.Index);
        Timing = FrameTiming.Draw(random, exam.ExtraFrames);
        grid = new(HalfSides[random.Chance(0.65) ? 0 : 1]);
        jpeg = new(grid.HalfSide, Colour: random.Chance(0.7));
        gain = random.Uniform(0.9, 1.1);
        drift = Drift(Timing.Count, random);
        fundus = new(grid, exam.Eye, random);
        lesion = new(grid, exam.Class, random);
        light = new float[grid.Area];
    }

    /// <summary>When the frames are taken, and their numbers.</summary>
    public FrameTiming Timing { get; }

    /// <summary>A frame as the bytes of a JPEG file.</summary>
    /// <param name="frame">Its place among the exam's frames, from 0.</param>
    public byte[] Frame(int frame)
    {
        SeededRandom random = new(seed, "phantom frame", exam.Index, frame);
        double exposure = gain * random.Uniform(0.95, 1.05), t = Timing.Times[frame];
        Camera camera = new(grid, exposure, drift[frame], random);
        byte[] pixels = new byte[jpeg.Width * jpeg.Height];

        fundus.LightFluorescein(t, light);
        lesion.Add(t, 1, light);
        camera.Expose(light, pixels, 0, jpeg.Width);
        fundus.LightIndocyanine(t, light);
        lesion.Add(t, 0.5, light);
        camera.Expose(light, pixels, grid.HalfSide, jpeg.Width);
        Strip.Draw(pixels, jpeg.Width, exam, frame, Timing.Seconds[frame]);
        return jpeg.Encode(pixels);
    }

    /// <summary>Drift of the eye at each frame, in pixels: a random walk pulled back to the centre.</summary>
    private static (double X, double Y)[] Drift(int frames, SeededRandom random)
    {
        (double X, double Y)[] drift = new (double, double)[frames];
        double x = 0, y = 0;
        for (int i = 0; i < frames; i++)
        {
            drift[i] = (x = Next(x), y = Next(y));
        }
        return drift;

        double Next(double at) => Math.Clamp(0.9 * at + random.NextNormal(), 1 - Grid.Margin, Grid.Margin - 1);
    }
}
