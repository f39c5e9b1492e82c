using System.Diagnostics;
using System.Text.Json;

namespace Angioboard.Benchmarks;

/// <summary>From the start of the process `angioboard train` to the first training step, on a small study: reading, decoding, building the model.</summary>
internal static class StartBenchmark
{
    public static Figure Run(string study, string split, int repeats)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, "angioboard");
        DirectoryInfo results = Directory.CreateTempSubdirectory("angioboard-benchmark-");
        try
        {
            List<double> seconds = [];
            for (int i = 0; i <= repeats; i++)
            {
                string output = Path.Combine(results.FullName, $"{i}");
                DateTimeOffset start = DateTimeOffset.UtcNow;
                using Process process = Process.Start(new ProcessStartInfo(executable,
                    ["train", "--split", split, "--datadir", study, "--pretrained", "none", "--backbone", "vit_tiny_patch16_224.augreg_in21k", "--max-frames", "1", "--epochs", "1", "--output", output])
                    { RedirectStandardError = true, RedirectStandardOutput = true })!;
                _ = process.StandardError.ReadToEndAsync();
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0) throw new InvalidOperationException($"angioboard train ended with {process.ExitCode}");
                if (i > 0) seconds.Add((FirstStep(Path.Combine(output, "Train_1", "metrics.jsonl")) - start).TotalSeconds);
            }
            return new Figure("process start to first forward, ViT-tiny, 8 exams", "s", Figure.Median(seconds), null, null, "at most 2 s", repeats);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private static DateTimeOffset FirstStep(string metrics) => File.ReadLines(metrics).Select(line => JsonDocument.Parse(line).RootElement)
        .First(e => e.GetProperty("type").GetString() == "phase" && e.GetProperty("phase").GetString() == "train").GetProperty("time").GetDateTimeOffset();
}
