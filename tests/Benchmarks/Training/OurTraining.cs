using Angioboard.Benchmarks.Measuring;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;

namespace Angioboard.Benchmarks.Training;

/// <summary>Our training of a named ViT on the processor: no augmentation, no dropout, no class weights.</summary>
internal sealed class OurTraining : IDisposable
{
    private readonly RunSettings settings;
    private readonly ViTGru model;
    private readonly TrainingStep step;

    /// <summary>The model with the seed's random weights.</summary>
    /// <param name="size">tiny, small or base.</param>
    /// <param name="precision">The backbone's precision.</param>
    /// <param name="options">How to measure.</param>
    public OurTraining(string size, Precision precision, BenchmarkOptions options)
    {
        torch.set_num_threads(options.Threads);
        settings = Settings(size, precision, options);
        model = ModelFactory.Create(settings, ChannelStatistics.Of(settings.Normalizer!.Value)!);
        step = new TrainingStep(model, [], settings, torch.CPU);
        model.train();
    }

    /// <summary>Its settings.</summary>
    public RunSettings Resolved => settings;

    /// <summary>The model.</summary>
    public ViTGru Model => model;

    /// <summary>One step on a batch; returns its loss.</summary>
    public double Step(ExamBatch batch)
    {
        double loss = step.Accumulate(batch, frozen: false, dropoutSeed: 0);
        step.Apply(settings.Lr);
        return loss;
    }

    /// <summary>Writes the weights to a checkpoint that the other sides start from.</summary>
    public void Write(string path)
    {
        using Checkpoint start = RunCheckpoint.Of(model, settings, new TrainingState(), new Dictionary<string, object?>());
        start.Write(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        model.Dispose();
    }

    private static RunSettings Settings(string size, Precision precision, BenchmarkOptions options) => SettingsRules.Resolve(new RunSettings
    {
        Backbone = $"vit_{size}_patch16_224.augreg_in21k",
        Pretrained = "none",
        Precision = precision,
        Dropout = 0,
        BalanceClasses = false,
        Augmentations = false,
        Device = "cpu",
        Threads = options.Threads,
    });
}
