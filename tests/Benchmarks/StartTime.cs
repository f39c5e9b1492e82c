using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core;

namespace Angioboard.Benchmarks;

/// <summary>
/// Seconds from the start of the `angioboard` process to its training, from the times in the run's metrics.jsonl. Weights are random
/// instead of pretrained; making them takes time too, and counts.
/// </summary>
internal sealed class StartTime : IBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Poll = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        yield return Measure(
            "start to first forward, ViT-small", "vit_small_patch16_224.augreg_in21k", "phase",
            "until the training loop is entered; index and decoding of the golden exams, random weights and run folder included", options);
        yield return Measure(
            "start to end of first step, tiny model", "vit(img=32,patch=8,dim=48,depth=2,heads=3)", "progress",
            "an upper bound: the first optimizer step is in it", options);
    }

    private static Figure Measure(string name, string backbone, string until, string note, BenchmarkOptions options)
    {
        // The first start reads the libraries from the disk.
        Start(backbone, until, options);
        Samples seconds = new([.. Enumerable.Range(0, options.Repeats).Select(_ => Start(backbone, until, options))]);
        return new Figure(name, "s", seconds, null, Goal.Most(2), note);
    }

    private static double Start(string backbone, string until, BenchmarkOptions options)
    {
        string output = Directory.CreateDirectory(Path.Combine(options.Scratch, $"start-{Guid.NewGuid():N}")).FullName;
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "angioboard"),
        [
            "experiment", "--split", GoldenFiles.Path("split.json"), "--datadir", GoldenFiles.Path("exams"), "--output", output,
            "--backbone", backbone,
            "--pretrained", "none", "--device", "cpu", "--threads", $"{options.Threads}", "--epochs", "1",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DateTimeOffset began = DateTimeOffset.UtcNow;
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            for (long from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from) < Patience; Thread.Sleep(Poll))
            {
                bool ended = process.HasExited;
                if (TimeOf(until, Path.Combine(output, "Train_1", "metrics.jsonl")) is { } reached) return (reached - began).TotalSeconds;
                if (ended) throw new InputException($"angioboard ended with {process.ExitCode} before its training: {said.Result.Trim()}");
            }
            throw new InputException($"angioboard did not come to its training within {Patience.TotalMinutes} minutes");
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>When the first event of a type was written; null if there is none yet.</summary>
    private static DateTimeOffset? TimeOf(string type, string metrics)
    {
        if (!File.Exists(metrics)) return null;
        using StreamReader reader = new(new FileStream(metrics, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        JsonNode? written = reader.ReadToEnd().Split('\n').SkipLast(1).Select(line => JsonNode.Parse(line))
            .FirstOrDefault(line => (string?)line!["type"] == type);
        return written is null ? null : DateTimeOffset.Parse((string)written["time"]!);
    }
}
