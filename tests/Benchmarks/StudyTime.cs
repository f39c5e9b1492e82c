using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Programs;
using Angioboard.Core;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks;

/// <summary>
/// Seconds of a study whose backbone, ViT-small, is frozen throughout, from an empty cache, and of the same runs launched one by one, each
/// with an empty cache. Of those, one for each fold, each with another seed, is timed, some before and some after the study, and counts for
/// all: they do the same work. Each must have the bytes of the study's.
/// </summary>
internal sealed class StudyTime : IBenchmark
{
    private const int Exams = 200, Folds = 5, Seeds = 5, Epochs = 2, MaxFrames = 8;

    /// <inheritdoc/>
    public string Name => "study";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string folder = Path.Combine(options.Scratch, "shared"), data = Path.Combine(folder, "exams");
        string split = Path.Combine(data, "split.json");
        PhantomStudy.Write(data, new PhantomOptions(Exams, Seed: 1), null, CancellationToken.None);
        string[] common =
        [
            "--datadir", data, "--num-classes", "5",
            "--backbone", "vit_small_patch16_224.augreg_in21k", "--max-frames", $"{MaxFrames}", "--epochs", $"{Epochs}",
            "--freeze-backbone-epochs", $"{Epochs}", "--device", "cpu", "--threads", $"{options.Threads}",
        ];
        Start(options, "none", ["train", "--output", Path.Combine(folder, "first"), "--split", split, "--pretrained", "none", .. common]);
        string initial = Path.Combine(folder, "first", "Train_1", "last.ckpt"), runs = Path.Combine(folder, "runs");
        common = ["--init-weight", initial, .. common];
        Start(options, "none",
            ["study", "new", "--output", runs, "--split", split, "--folds", $"{Folds}", "--seeds", $"1-{Seeds}", .. common]);

        string study = Path.Combine(runs, "Study_1");
        double[] alone = new double[Folds];
        for (int fold = 0; fold < Folds / 2; fold++) alone[fold] = Alone(fold);
        double together = Time(() => Start(options, Path.Combine(folder, "cache"), ["study", "run", study]));
        for (int fold = Folds / 2; fold < Folds; fold++) alone[fold] = Alone(fold);
        for (int fold = 0; fold < Folds; fold++) RequireSame(OfStudy(runs, Fold(fold), Seed(fold)), Own(fold));
        yield return new Figure(
            $"study of {Folds} folds and {Seeds} seeds, ViT-small frozen, {Exams} exams", "s", new Samples([together]),
            new Samples([.. alone.Select(seconds => seconds * Folds * Seeds)]), Goal.Most(0.3),
            $"one reading; {Folds} of the {Folds * Seeds} runs were launched alone too, with the same bytes");

        string Own(int fold) => Path.Combine(folder, $"alone-{fold}");

        string Fold(int fold) => Path.Combine(study, "folds", $"fold-{fold}.json");

        int Seed(int fold) => 1 + fold % Seeds;

        double Alone(int fold) => Time(() => Start(options, Path.Combine(Own(fold), "cache"),
            ["experiment", "--output", Own(fold), "--split", Fold(fold), "--seed", $"{Seed(fold)}", .. common]));
    }

    private static string OfStudy(string runs, string split, int seed) =>
        Directory.GetDirectories(runs, "Train_*").Single(run =>
        {
            JsonNode settings = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "settings.json")))!;
            return (string)settings["split"]! == split && (int)settings["seed"]! == seed;
        });

    private static void RequireSame(string run, string own)
    {
        foreach (string file in (string[])["last.ckpt", "predictions.json"])
            if (!File.ReadAllBytes(Path.Combine(run, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(own, "Train_1", file))))
                throw new InputException($"{run}: {file} differs from that of the run launched alone");
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
