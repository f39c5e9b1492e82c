using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core.Data;
using Angioboard.Core.Models;
using Angioboard.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Benchmarks;

/// <summary>Training steps of the trainer against those of the peer: float32, 2 exams of 12 frames, no augmentation, 2 threads.</summary>
internal static class TrainingBenchmark
{
    private const int Exams = 2, Frames = 12, Threads = 2;

    public static Figure Run(Peer peer, string size, string backbone, string goal, int repeats)
    {
        set_num_threads(Threads);
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Backbone = backbone, Pretrained = "none", BatchSize = Exams });
        Exam[] exams = [.. Enumerable.Range(0, Exams).Select(label => new Exam($"{label}", label, []))];
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        using TrainingStep step = new(model, exams, settings, CPU);
        using ExamBatch batch = new(
            rand(Exams * Frames, 1, settings.ImageSize!.Value, settings.ImageSize.Value),
            [.. exams.Select(_ => (long)Frames)], [.. exams.Select(exam => exam.Label)], [.. exams.Select(exam => exam.Name)]);
        model.train();
        peer.Ask(new JsonObject { ["do"] = "model", ["backbone"] = size, ["exams"] = Exams, ["frames"] = Frames, ["threads"] = Threads });

        List<(double, double)> seconds = [];
        for (int i = 0; i <= repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            step.Accumulate(batch, frozen: false, dropoutSeed: i);
            step.Apply(settings.Lr);
            double ours = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double theirs = peer.Seconds(new JsonObject { ["do"] = "step" });
            if (i > 0) seconds.Add((ours, theirs)); // the first pair warms up
        }
        return Figure.Rate($"training, ViT-{size}, float32", "frames/s", Exams * Frames, seconds, goal);
    }
}
