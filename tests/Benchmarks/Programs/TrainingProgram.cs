using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;

namespace Angioboard.Benchmarks.Programs;

/// <summary>A training with a whole program: `angioboard experiment`, or pipeline.py.</summary>
/// <param name="Study">The frames.</param>
/// <param name="Split">The split file.</param>
/// <param name="Backbone">The backbone, as each program names it.</param>
/// <param name="Epochs">How many epochs.</param>
/// <param name="MaxFrames">The most frames per exam.</param>
internal sealed record TrainingProgram(BenchmarkStudy Study, string Split, string Backbone, int Epochs, int MaxFrames = 12)
{
    /// <summary>Runs ours, without augmentation; returns its epochs and its peak memory in bytes.</summary>
    public (EpochFacts[] Epochs, long Peak) RunOurs(BenchmarkOptions options)
    {
        string output = Output(options);
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "angioboard"),
        [
            "experiment", "--split", Split, "--datadir", Study.Folder, "--output", output, "--num-classes", "5", "--pretrained", "none",
            "--device", "cpu",
            "--backbone", IsNamed
                ? $"vit_{Backbone}_patch16_224.augreg_in21k"
                : Backbone, "--max-frames", $"{MaxFrames}", "--augmentations", "false",
            "--threads", $"{options.Threads}", "--epochs", $"{Epochs}",
        ]);
        start.Environment["Angioboard__DataFolder"] = Path.Combine(options.Scratch, "data");
        long peak = WholeProgram.Run(start);
        return (EpochFacts.OfOurs(Path.Combine(output, "Train_1", "metrics.jsonl")), peak);
    }

    /// <summary>Runs the peer; returns its epochs and its peak memory in bytes, without loading processes.</summary>
    public (EpochFacts[] Epochs, long Peak) RunPeer(BenchmarkOptions options, int workers)
    {
        string output = Output(options);
        ProcessStartInfo start = new(options.Python,
        [
            PeerProcess.Script("pipeline.py"), "--split", Split, "--datadir", Study.Folder, "--output", output, "--backbone", Backbone,
            "--max-frames", $"{MaxFrames}", "--threads", $"{options.Threads}", "--workers", $"{workers}", "--epochs", $"{Epochs}",
        ]);
        PeerProcess.Prepare(start, options);
        long peak = WholeProgram.Run(start);
        return (EpochFacts.OfPeer(Path.Combine(output, "metrics.jsonl")), peak);
    }

    private bool IsNamed => !Backbone.Contains('(');

    private static string Output(BenchmarkOptions options) =>
        Directory.CreateDirectory(Path.Combine(options.Scratch, $"run-{Guid.NewGuid():N}")).FullName;
}
