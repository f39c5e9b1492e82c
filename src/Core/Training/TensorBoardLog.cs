using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>TensorBoard's event files under logs/, with mednet's tags over epochs.</summary>
internal sealed class TensorBoardLog
{
    private readonly string path;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly MetricsLog log;
    private SummaryWriter? writer;
    private readonly MachineSampler sampler;
    private IReadOnlyDictionary<string, double> trainingMeans = new Dictionary<string, double>();

    public TensorBoardLog(RunFolder folder, MachineSampler sampler, MetricsLog log, TimeProvider time) =>
        (path, this.sampler, this.log, this.time, start) = (folder.TensorBoard, sampler, log, time, time.GetTimestamp());

    /// <summary>Marks the end of an epoch's training. Machine samples from here on belong to validation.</summary>
    public void TrainingEnded() => trainingMeans = sampler.TakeMeans("train");

    /// <summary>Writes one epoch's values.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="trained">Time of its training.</param>
    /// <param name="whole">Time of the whole epoch, training and validation included.</param>
    /// <param name="left">Epochs still to come.</param>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Write(EpochRecord epoch, TimeSpan trained, TimeSpan whole, int left)
    {
        foreach ((string name, double? value) in epoch.Values)
        {
            string? tag = name switch
            {
                "train_loss" => "loss/train",
                "val_loss" => "loss/validation",
                "lr" => "learning-rate",
                "seconds" or "data_wait" or "frames" or "step" => null,
                _ when MetricNames.InValue(name) == MetricNames.Loss => $"loss/{name[..^5]}",
                _ when name.StartsWith("val_", StringComparison.Ordinal) => $"{name[4..]}/validation",
                _ => name,
            };
            if (tag is not null) Add(tag, value, epoch.Epoch);
        }
        Add("epoch-duration-seconds/train", trained.TotalSeconds, epoch.Epoch);
        Add("epoch-duration-seconds/validation", (whole - trained).TotalSeconds, epoch.Epoch);
        Add("cycle-time-seconds/train", whole.TotalSeconds, epoch.Epoch);
        Add("total-execution-time-seconds", time.GetElapsedTime(start).TotalSeconds, epoch.Epoch);
        Add("eta-seconds", whole.TotalSeconds * left, epoch.Epoch);
        foreach ((string tag, double value) in trainingMeans.Concat(sampler.TakeMeans("validation"))) Add(tag, value, epoch.Epoch);
    }

    private void Add(string tag, double? value, int epoch)
    {
        if (value is { } number && double.IsFinite(number)) log.Persist(() => Write(tag, (float)number, epoch));
    }

    private void Write(string tag, float value, int epoch)
    {
        try
        {
            writer ??= utils.tensorboard.SummaryWriter(path);
            writer.add_scalar(tag, value, epoch);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            // Readers stop at an incomplete record and continue with the next file.
            writer = null;
            throw AtomicFile.Unwritable(path, e);
        }
    }
}
