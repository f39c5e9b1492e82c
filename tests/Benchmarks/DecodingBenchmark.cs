using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data;
using SkiaSharp;
using static TorchSharp.torch;

namespace Angioboard.Benchmarks;

/// <summary>Decoding, cropping, padding and resizing a frame, one thread, against PIL and torchvision.</summary>
internal static class DecodingBenchmark
{
    private const int Size = 224, Files = 8, Strip = 50;

    public static Figure Run(Peer peer, bool grey, string goal, int repeats)
    {
        set_num_threads(1);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("angioboard-benchmark-");
        try
        {
            string[] paths = [.. Enumerable.Range(1, Files).Select(n => Write(Path.Combine(folder.FullName, $"{n}.jpg"), grey, n))];
            JsonObject request = new() { ["do"] = "frames", ["size"] = Size, ["threads"] = 1, ["paths"] = new JsonArray([.. paths.Select(path => (JsonNode)path)]) };
            List<(double, double)> seconds = [];
            for (int i = -3; i < repeats; i++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach (string path in paths) ModelTransforms.Transform([FrameDecoder.Decode(path, Modality.FA, Strip)], Size).Dispose();
                double ours = Stopwatch.GetElapsedTime(start).TotalSeconds;
                double theirs = peer.Seconds((JsonObject)request.DeepClone());
                if (i >= 0) seconds.Add((ours, theirs)); // the pairs before warm up
            }
            return Figure.Time($"decode and transform a frame, 1536×818 {(grey ? "grey" : "RGB")}", Files, seconds, goal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Two round fundi with vessels and noise, about as hard to decode as the real thing.</summary>
    private static string Write(string path, bool grey, int seed)
    {
        SeededRandom random = new(seed, "benchmark picture");
        using SKBitmap bitmap = new(1536, 818, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (SKCanvas canvas = new(bitmap))
        {
            canvas.Clear(SKColors.Black);
            using SKPaint paint = new() { IsAntialias = true };
            foreach (float centre in new[] { 384f, 1152f })
            {
                paint.Style = SKPaintStyle.Fill;
                paint.Color = new SKColor(60, 60, 60);
                canvas.DrawCircle(centre, 384, 370, paint);
                paint.Style = SKPaintStyle.Stroke;
                for (int vessel = 0; vessel < 60; vessel++)
                {
                    byte light = (byte)random.Uniform(90, 220);
                    (paint.Color, paint.StrokeWidth) = (new SKColor(light, light, light), (float)random.Uniform(1, 6));
                    double angle = random.Uniform(0, 2 * Math.PI), bend = angle + random.Uniform(-0.6, 0.6), reach = random.Uniform(80, 340);
                    canvas.DrawLine(centre, 384, centre + (float)(reach * Math.Cos(bend)), 384 + (float)(reach * Math.Sin(bend)), paint);
                }
            }
        }
        Span<byte> pixels = bitmap.GetPixelSpan();
        int channels = grey ? 1 : 4;
        for (int i = 0; i < pixels.Length; i += channels)
        {
            byte noisy = (byte)Math.Clamp(pixels[i] + 4 * random.NextNormal(), 0, 255);
            for (int c = 0; c < Math.Min(3, channels); c++) pixels[i + c] = noisy;
        }
        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        File.WriteAllBytes(path, jpeg.ToArray());
        return path;
    }
}
