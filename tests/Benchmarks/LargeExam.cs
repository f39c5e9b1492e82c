using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks;

/// <summary>An exam with frames as large as a camera's: the phantom's eye in colour JPEGs of 1536×818 pixels.</summary>
internal static class LargeExam
{
    private const int HalfSide = 768, Frames = 8;

    /// <summary>Draws it into a folder; returns the split file.</summary>
    public static string Write(string folder)
    {
        string exam = Path.Combine(folder, "0_L");
        Directory.CreateDirectory(exam);
        Grid grid = new(HalfSide);
        FrameJpeg jpeg = new(HalfSide, Colour: true);
        SeededRandom random = new(1, "benchmark exam");
        Fundus fundus = new(grid, 'L', random);
        float[] light = new float[grid.Area];
        for (int frame = 0; frame < Frames; frame++)
        {
            double time = frame / (Frames - 1.0);
            byte[] pixels = new byte[jpeg.Width * jpeg.Height];
            Camera camera = new(grid, exposure: 1, (0, 0), random);
            fundus.LightFluorescein(time, light);
            camera.Expose(light, pixels, 0, jpeg.Width);
            fundus.LightIndocyanine(time, light);
            camera.Expose(light, pixels, HalfSide, jpeg.Width);
            File.WriteAllBytes(Path.Combine(exam, $"{frame + 1}.jpg"), jpeg.Encode(pixels));
        }
        string split = Path.Combine(folder, "split.json");
        File.WriteAllText(split, JsonSerializer.Serialize(new { train = new object[] { new object[] { "0_L/1.jpg", 0 } } }));
        return split;
    }
}
