using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Estimates;

/// <summary>What a run is expected to take, before it starts.</summary>
/// <param name="SecondsPerEpoch">Training and validation of an epoch.</param>
/// <param name="Seconds">All epochs, prediction and evaluation; early stopping may end it sooner.</param>
/// <param name="PeakMemory">Bytes that the trainer needs at most, on the device that computes.</param>
/// <param name="Basis">What the estimate is based on, in one line.</param>
public sealed record RunEstimate(double SecondsPerEpoch, double Seconds, long PeakMemory, string Basis)
{
    // Operations per second of a trainer, if no similar run exists yet: of a processor core, and of a GPU, in 32 bits.
    private const double NominalCore = 2e10, NominalGpu = 1.5e13;

    // If operations per frame differ by more than this ratio, one model's rate does not predict another's: small models spend their time on
    // calls.
    private const double LikeSize = 10;

    // The program with libtorch, without a model.
    private const double ProgramBytes = 4.5e8;

    // The first epoch decodes JPEGs: frames per second and core.
    private const double DecodedFrames = 150;

    private const string Train = "train", Validation = "validation";

    /// <summary>Estimates a run.</summary>
    /// <param name="settings">Its settings; they need not be resolved.</param>
    /// <param name="summary">The dataset's counts.</param>
    /// <param name="earlier">Earlier runs: the finished ones on the same device give the speed.</param>
    /// <param name="device"><c>cpu</c> or the GPU's UUID.</param>
    /// <param name="measured">The device's measured speed, which counts if there is no similar run; null if it was not measured.</param>
    /// <exception cref="Core.InputException">The settings name an unknown backbone.</exception>
    public static RunEstimate Of(RunSettings settings, DatasetSummary summary, IEnumerable<Run> earlier, string device,
        DeviceSpeed? measured = null)
    {
        settings = SettingsRules.Resolve(settings);
        double trainOperations = ModelCost.TrainingOperations(settings), forwardOperations = ModelCost.ForwardOperations(settings);
        Run[] runs = [.. earlier.Where(run => run.Status == RunStatus.Finished && run.FramesPerSecond > 0 && run.Device == device
            && run.Settings.FreezeBackboneEpochs < run.Settings.Epochs)];
        (double rate, string basis) = Rate(settings, runs, device, trainOperations, measured);

        double train = Frames(summary, Train, settings.MaxFrames), validation = Frames(summary, Validation, settings.MaxFrames);
        double all = summary.Splits.Sum(split => split.Frames(settings.MaxFrames));
        double trainSeconds = train * trainOperations / rate,
            validationSeconds = (validation > 0 ? validation : train) * forwardOperations / rate;
        // A frozen backbone sees each frame once, and the rest costs almost nothing in comparison.
        int frozen = Math.Min(settings.FreezeBackboneEpochs, settings.Epochs);
        double once = frozen > 0 ? train * forwardOperations / rate + validationSeconds : 0;
        double seconds = once + (settings.Epochs - frozen) * (trainSeconds + validationSeconds) + all * forwardOperations / rate
            + all / (DecodedFrames * Environment.ProcessorCount);
        return new RunEstimate(trainSeconds + validationSeconds, seconds, Memory(settings, summary, runs), basis);
    }

    private static double Frames(DatasetSummary summary, string split, int? maxFrames) =>
        summary.Splits.FirstOrDefault(s => s.Name == split)?.Frames(maxFrames) ?? 0;

    /// <summary>Operations per second, and what the figure is based on.</summary>
    private static (double Rate, string Basis) Rate(
        RunSettings settings, Run[] runs, string device, double trainOperations, DeviceSpeed? measured)
    {
        Run[] same = [.. runs.Where(run => IsLike(run, settings))];
        if (same.Length > 0)
        {
            double frames = Median(same.Select(run => run.FramesPerSecond!.Value));
            return (frames * trainOperations,
                $"From {Count(same)} of this backbone, image size and precision on this machine: {Number(frames)} frames/s.");
        }
        (Run Run, double Operations)[] near = [.. runs.Select(run => (Run: run, Operations: ModelCost.TrainingOperations(run.Settings)))
            .Where(other => other.Operations < LikeSize * trainOperations && trainOperations < LikeSize * other.Operations)];
        if (near.Length > 0)
        {
            double scaled = Median(near.Select(other => other.Run.FramesPerSecond!.Value * other.Operations));
            return (scaled,
                $"From {Count(near)} with models of similar size on this machine: about {Number(scaled / trainOperations)} frames/s.");
        }
        int threads = Math.Min(settings.Threads ?? Environment.ProcessorCount, Environment.ProcessorCount);
        (double rough, string source) = measured is { } speed
            ? (speed.Operations * (device == DeviceSetting.Cpu ? (double)threads / speed.Threads : 1), "measured")
            : (device == DeviceSetting.Cpu ? NominalCore * threads : NominalGpu, "assumed");
        return (rough,
            "Rough guess (within a factor of 3): no similar run has finished on this machine yet. "
                + $"From {Number(rough / 1e9)} GFLOP/s, {source}: {Number(rough / trainOperations)} frames/s.");
    }

    private static long Memory(RunSettings settings, DatasetSummary summary, Run[] runs)
    {
        Run[] same = [.. runs.Where(run => run.PeakMemory > 0 && IsLike(run, settings)
            && run.Settings.BatchSize == settings.BatchSize && run.Settings.MaxFrames == settings.MaxFrames
            && run.Dataset == summary.Name)];
        if (same.Length > 0) return same.Max(run => run.PeakMemory!.Value);
        int longest = summary.Splits.Where(split => split.Name == Train).SelectMany(split => split.FramesPerExam.Keys)
            .DefaultIfEmpty(0).Max();
        double frames = settings.BatchSize * Math.Min(longest, settings.MaxFrames ?? int.MaxValue);
        return (long)(ProgramBytes + ModelCost.WeightBytes(settings) + frames * ModelCost.ActivationBytes(settings));
    }

    private static bool IsLike(Run run, RunSettings settings) =>
        run.Settings.Backbone == settings.Backbone && run.Settings.Precision == settings.Precision
            && ModelCost.Backbone(run.Settings).ImageSize == settings.ImageSize;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Count<T>(T[] runs) => runs.Length == 1 ? "an earlier run" : $"{runs.Length} earlier runs";

    private static string Number(double value) => value.ToString(value < 1 ? "G2" : value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
