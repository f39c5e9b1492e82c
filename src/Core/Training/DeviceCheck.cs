using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>The loss of the model of <see cref="SpeedProbe"/> on fixed frames, before and after a step, to compare devices.</summary>
public static class DeviceCheck
{
    /// <summary>The largest relative difference allowed to float32, and to bf16.</summary>
    public const double Float32Tolerance = 1e-4, Bfloat16Tolerance = 1e-2;

    private const int Steps = 2, FramesPerExam = 4;
    // Small: AdamW's first step moves every weight by as much, in a direction that rounding decides where a gradient is nearly 0.
    private const double Lr = 1e-5;

    private const ulong Seed = 0x9E3779B97F4A7C15; // of the frames, which are the same on every machine

    /// <summary>The reference: float32 on the processor by libtorch alone, without our own vector code.</summary>
    public static double[] Reference()
    {
        bool fused = Processor.FusesBlocks;
        Processor.FusesBlocks = false;
        try
        {
            return Losses(CPU, Precision.Fp32);
        }
        finally
        {
            Processor.FusesBlocks = fused;
        }
    }

    /// <summary>The losses of the steps on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="precision">The precision of the encoder's matrix products.</param>
    public static double[] Losses(Device device, Precision precision)
    {
        RunSettings settings = SpeedProbe.Settings with { Dropout = 0, Precision = precision };
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        model.to(device);
        model.train();
        using TrainingStep step = new(model, [new Exam("a", 0, []), new Exam("b", 1, [])], settings, device);
        using ExamBatch batch = new(Frames(settings.ImageSize!.Value), [FramesPerExam, FramesPerExam], [0, 1], ["a", "b"]);
        double[] losses = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            losses[i] = step.Accumulate(batch, frozen: false, dropoutSeed: 1);
            if (!step.Apply(Lr)) losses[i] = double.NaN;
        }
        return losses;
    }

    /// <summary>The largest relative difference of two lists of losses; NaN if a loss is not finite.</summary>
    public static double Difference(IReadOnlyList<double> losses, IReadOnlyList<double> reference)
    {
        double largest = 0;
        for (int i = 0; i < reference.Count; i++)
        {
            double difference = Math.Abs(losses[i] - reference[i]) / Math.Max(Math.Abs(reference[i]), 1e-6);
            if (!double.IsFinite(difference)) return double.NaN;
            largest = Math.Max(largest, difference);
        }
        return largest;
    }

    private static Tensor Frames(int size)
    {
        float[] values = new float[2 * FramesPerExam * size * size];
        ulong state = Seed;
        for (int i = 0; i < values.Length; i++)
        {
            // A xorshift generator (Marsaglia 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            values[i] = (state >> 40) / (float)(1 << 24);
        }
        return tensor(values, [2 * FramesPerExam, 1, size, size]);
    }
}
