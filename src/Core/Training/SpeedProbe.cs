using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Measures how fast a device trains, by a few steps of a small model on random frames.</summary>
public static class SpeedProbe
{
    private const int Exams = 2, FramesPerExam = 4;
    private const double Lr = 1e-4;

    /// <summary>The settings of the model: two blocks of ViT-small, enough to be computed as larger models are.</summary>
    public static RunSettings Settings { get; } = SettingsRules.Resolve(new RunSettings
    {
        Backbone = "vit(img=224,patch=16,dim=384,depth=2,heads=6)",
        HiddenDim = 64,
        NumClasses = 2,
        BatchSize = Exams,
    });

    /// <summary>Frames per second in training.</summary>
    /// <param name="device">The device.</param>
    /// <param name="threads">CPU threads.</param>
    /// <param name="length">How long to measure; at least one step is measured, after one that is not.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <param name="precision">The precision of the encoder's matrix products.</param>
    public static double FramesPerSecond(Device device, int threads, TimeSpan length, TimeProvider time, CancellationToken cancellation,
        Precision precision = Precision.Fp32)
    {
        torch.set_num_threads(threads);
        RunSettings settings = Settings with { Threads = threads, Precision = precision };
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        model.to(device);
        model.train();
        using TrainingStep step = new(model, [new Exam("a", 0, []), new Exam("b", 1, [])], settings, device);
        int size = settings.ImageSize!.Value;
        using ExamBatch batch = new(
            rand(Exams * FramesPerExam, 1, size, size), [FramesPerExam, FramesPerExam], [0, 1], ["a", "b"]);
        Step();
        long start = time.GetTimestamp();
        int steps = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            steps++;
        }
        while (time.GetElapsedTime(start) < length);
        return steps * Exams * FramesPerExam / time.GetElapsedTime(start).TotalSeconds;

        void Step()
        {
            // The loss and the norm of the gradients are read, so a GPU has computed the step.
            _ = step.Accumulate(batch, frozen: false, dropoutSeed: 1);
            _ = step.Apply(Lr);
        }
    }
}
