using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Programs;
using Angioboard.Core;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks;

/// <summary>
/// Seconds of a study whose backbone, ViT-small, is frozen throughout, from an empty cache, and of the same runs launched one by one, each
/// with an empty cache. Both must have the same bytes.
/// </summary>
internal sealed class StudyTime : IBenchmark
{
    private const int Epochs = 2, MaxFrames = 8;

    /// <inheritdoc/>
    public string Name => "study";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        (int exams, int folds, int seeds) = options.Full ? (200, 5, 5) : (60, 3, 3);
        string folder = Path.Combine(options.Scratch, "shared"), data = Path.Combine(folder, "exams");
        PhantomStudy.Write(data, new PhantomOptions(exams, Seed: 1), null, CancellationToken.None);
        string[] common =
        [
            "--split", Path.Combine(data, "split.json"), "--datadir", data, "--num-classes", "5",
            "--backbone", "vit_small_patch16_224.augreg_in21k", "--max-frames", $"{MaxFrames}", "--epochs", $"{Epochs}",
            "--freeze-backbone-epochs", $"{Epochs}", "--device", "cpu", "--threads", $"{options.Threads}",
        ];
        Start(options, "none", ["train", "--output", Path.Combine(folder, "first"), "--pretrained", "none", .. common]);
        string initial = Path.Combine(folder, "first", "Train_1", "last.ckpt"), runs = Path.Combine(folder, "runs");
        Start(options, "none",
            ["study", "new", "--output", runs, "--init-weight", initial, "--folds", $"{folds}", "--seeds", $"1-{seeds}", .. common]);

        double together = Time(() =>
            Start(options, Path.Combine(folder, "cache"), ["study", "run", Path.Combine(runs, "Study_1")]));
        double alone = 0;
        for (int run = 1; run <= folds * seeds; run++)
        {
            string own = Path.Combine(folder, $"alone-{run}"), shared = Path.Combine(runs, $"Train_{run}");
            alone += Time(() => Start(options, Path.Combine(own, "cache"),
                ["experiment", "--settings", Path.Combine(shared, "settings.json"), "--output", own]));
            foreach (string file in (string[])["last.ckpt", "predictions.json"])
                if (!File.ReadAllBytes(Path.Combine(shared, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(own, "Train_1", file))))
                    throw new InputException($"{shared}: {file} differs from that of the run launched alone");
            Directory.Delete(own, recursive: true);
        }
        yield return new Figure(
            $"study of {folds} folds and {seeds} seeds, ViT-small frozen, {exams} exams", "s", new Samples([together]),
            new Samples([alone]), Goal.Most(0.3), "one reading; the same bytes as the runs launched alone");
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Start(BenchmarkOptions options, string cache, string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "angioboard"), arguments);
        start.Environment["ANGIOBOARD_CACHE"] = cache;
        start.Environment["Angioboard__DataFolder"] = Path.Combine(options.Scratch, "data");
        WholeProgram.Run(start);
    }
}
