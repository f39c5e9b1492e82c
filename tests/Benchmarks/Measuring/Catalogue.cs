using Angioboard.Benchmarks.Dashboard;
using Angioboard.Core;
using Angioboard.Core.Models;

namespace Angioboard.Benchmarks.Measuring;

/// <summary>The benchmarks by name, and groups of them.</summary>
internal static class Catalogue
{
    private static readonly IBenchmark[] All =
    [
        new TrainingSpeed("train", Precision.Fp32, small: Goal.Least(2), tiny: Goal.Least(2.5)),
        new TrainingSpeed("bf16", Precision.Bf16, small: Goal.Least(1.25), tiny: Goal.Least(1.25)),
        new PredictionSpeed("predict", Precision.Fp32, Goal.Least(2)),
        new PredictionSpeed("predict-bf16", Precision.Bf16, Goal.Least(1.25)),
        new PlainSpeed(), new RateShare(), new EpochSpeed(), new FrameSpeed(), new PeakMemory(), new FlatCost(),
        new BootstrapTime(), new PairedTime(), new DifferencesTime(), new PrecisionCost(), new StartTime(), new DashboardSpeed(),
        new StudyPageSpeed(), new ApiSpeed(), new StudyTime(),
    ];

    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["speed"] = ["train", "decode", "start"],
        ["goals"] =
        [
            "train", "bf16", "plain", "predict", "predict-bf16", "rate", "epoch", "decode", "memory", "flat", "bootstrap", "paired",
            "differences", "precision",
        ],
    };

    /// <summary>Every name that can be asked for.</summary>
    public static IEnumerable<string> Names => [.. Groups.Keys, .. All.Select(benchmark => benchmark.Name)];

    /// <summary>The benchmarks that were asked for, each once.</summary>
    /// <exception cref="InputException">A name is unknown.</exception>
    public static IReadOnlyList<IBenchmark> Choose(IEnumerable<string> names)
    {
        string[] wanted = [.. names.SelectMany(name => Groups.GetValueOrDefault(name, [name])).Distinct()];
        string[] unknown = [.. wanted.Where(name => !Array.Exists(All, benchmark => benchmark.Name == name))];
        return unknown.Length == 0
            ? [.. wanted.Select(name => Array.Find(All, benchmark => benchmark.Name == name)!)]
            : throw new InputException($"{string.Join(", ", unknown)}: no such benchmark; ask for {string.Join(", ", Names)}");
    }
}
