using Angioboard.Core.Data;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Trains a model on the exams of a run and keeps its best and last state in the run's folder.</summary>
/// <param name="settings">Resolved settings.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="model">The model, on <paramref name="device"/>, with the weights to start from.</param>
/// <param name="data">The exams.</param>
/// <param name="device">Where to compute.</param>
/// <param name="log">Receives epochs and progress.</param>
/// <param name="time">The clock of durations and progress.</param>
public sealed class Trainer(
    RunSettings settings, RunFolder folder, ViTGru model, TrainingData data, Device device, MetricsLog log, TimeProvider time)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private static readonly int LoadingThreads = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    private readonly TrainingState state = new();
    private readonly List<EpochRecord> epochs = [];
    private readonly int batches = (data.Train.Count + settings.BatchSize - 1) / settings.BatchSize;
    private long lastProgress = long.MinValue;

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochRecord> Epochs => epochs;

    /// <summary>Where the run stands.</summary>
    public TrainingState State => state;

    /// <summary>What was not finite, and the learning rate at that step; null while all is.</summary>
    public string? Divergence { get; private set; }

    /// <summary>Trains to the end, or until asked to stop, or until a loss or gradient is not finite.</summary>
    /// <param name="progress">Told of each batch.</param>
    /// <param name="cancellation">Stops after the step under way, with last.ckpt saved.</param>
    /// <exception cref="InputException">A frame cannot be read, or the folder cannot be written to.</exception>
    public TrainingStatus Run(IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using TrainingStep step = new(model, data.Train, settings, device);
        using EpochEvaluation evaluation = new(model, data, settings, device);
        using TensorBoardLog board = new(folder, device, time);
        int stepsPerEpoch = (batches + settings.AccumulateGradBatches - 1) / settings.AccumulateGradBatches;
        LearningRate rate = new(settings, (long)stepsPerEpoch * settings.Epochs);
        ExamLoader loader = new(data.Train, data.Cache, settings.BatchSize, LoadingThreads, time: time);

        for (; state.Epoch < settings.Epochs; state.Epoch++)
        {
            long start = time.GetTimestamp();
            bool frozen = state.Epoch < settings.FreezeBackboneEpochs;
            int[] order = settings.Shuffle ? new SeededRandom(settings.Seed, "shuffle", state.Epoch).Permutation(data.Train.Count) : [.. Enumerable.Range(0, data.Train.Count)];
            RandomAugmentation? augmentation = settings.Augmentations && !frozen
                ? new RandomAugmentation(settings.AugmentationOptions(), settings.AugmentationScope, settings.Seed, state.Epoch) : null;
            TrainingState reached = state with { };
            model.train();
            foreach (ExamBatch batch in loader.Load(order, augmentation: augmentation, cancellation: CancellationToken.None))
            {
                using ExamBatch owned = batch;
                long dropoutSeed = (long)(new SeededRandom(settings.Seed, "dropout", state.Epoch, reached.Batch).NextBits() >> 1);
                double loss = step.Accumulate(batch, frozen, dropoutSeed);
                if (!double.IsFinite(loss)) return Diverged("loss", rate.At(state.Step));
                reached.LossSum += loss * batch.Names.Length;
                reached.Exams += batch.Names.Length;
                reached.Frames += batch.Lengths.Sum();
                reached.Batch++;
                if (reached.Batch % settings.AccumulateGradBatches != 0 && reached.Batch != batches) continue;

                if (!step.Apply(rate.At(state.Step))) return Diverged("gradient", rate.At(state.Step));
                (state.Batch, state.LossSum, state.Exams, state.Frames) = (reached.Batch, reached.LossSum, reached.Exams, reached.Frames);
                state.Step++;
                Report(progress, loss, start);
                if (cancellation.IsCancellationRequested) return Stop(step, rate);
            }

            TimeSpan trained = time.GetElapsedTime(start);
            board.TrainingEnded();
            (EpochRecord record, bool stopped) = Measure(evaluation, rate, trained, loader.DataWait, cancellation);
            if (stopped) return Stop(step, rate);
            epochs.Add(record);
            log.Append(record);
            // Weights from which the validation gives no number are no better than those of a step that does: the last good ones stay.
            if (record.Values["val_loss"] is { } validation && !double.IsFinite(validation)) return Diverged("validation loss", rate.At(state.Step - 1));
            board.Write(record, trained, time.GetElapsedTime(start), settings.Epochs - state.Epoch - 1);
            bool better = Keep(record);
            Save(step, rate, better);
            if (settings.EarlyStoppingPatience is { } patience && state.EpochsWithoutProgress >= patience) break;
        }
        return TrainingStatus.Finished;
    }

    private (EpochRecord Record, bool Stopped) Measure(
        EpochEvaluation evaluation, LearningRate rate, TimeSpan trained, TimeSpan waited, CancellationToken cancellation)
    {
        Dictionary<string, double?> values = new() { ["train_loss"] = state.LossSum / state.Exams };
        try
        {
            evaluation.Measure(values, cancellation);
        }
        catch (OperationCanceledException)
        {
            return (new EpochRecord(state.Epoch, values), true);
        }
        values["lr"] = rate.At(Math.Max(0, state.Step - 1));
        values["seconds"] = trained.TotalSeconds;
        values["data_wait"] = waited.TotalSeconds;
        values["frames"] = state.Frames;
        values["step"] = state.Step;
        return (new EpochRecord(state.Epoch, values), false);
    }

    /// <summary>Takes the epoch into the state: whether it is the best so far.</summary>
    private bool Keep(EpochRecord record)
    {
        double? value = record.Values.GetValueOrDefault(settings.CheckpointMetric.Key());
        bool better = settings.CheckpointMetric.Improves(value, state.Best);
        if (better) (state.Best, state.BestEpoch, state.EpochsWithoutProgress) = (value, state.Epoch, 0);
        else state.EpochsWithoutProgress++;
        return better;
    }

    /// <summary>Saves the end of an epoch: last.ckpt, and the best if it is; the best before goes only once the new one is whole.</summary>
    private void Save(TrainingStep step, LearningRate rate, bool better)
    {
        TrainingState next = state with { Epoch = state.Epoch + 1, Batch = 0, LossSum = 0, Exams = 0, Frames = 0 };
        (state.Batch, state.LossSum, state.Exams, state.Frames) = (0, 0, 0, 0);
        if (better)
        {
            string? before = folder.BestCheckpoint, best = folder.BestPath(settings.CheckpointMetric, state.Best!.Value);
            Write(best, step, rate, next);
            if (before is not null && before != best) File.Delete(before);
        }
        Write(folder.LastCheckpoint, step, rate, next);
    }

    private TrainingStatus Stop(TrainingStep step, LearningRate rate)
    {
        Write(folder.LastCheckpoint, step, rate, state);
        log.Append("status", ("status", "stopped"), ("epoch", state.Epoch), ("step", state.Step));
        return TrainingStatus.Stopped;
    }

    private TrainingStatus Diverged(string what, double lr)
    {
        Divergence = $"the {what} is not finite at lr {lr:G6}";
        log.Append("status", ("status", "diverged"), ("what", what), ("epoch", state.Epoch), ("step", state.Step), ("lr", lr));
        return TrainingStatus.Diverged;
    }

    private void Write(string path, TrainingStep step, LearningRate rate, TrainingState at)
    {
        using DisposeScope scope = NewDisposeScope();
        using Checkpoint checkpoint = RunCheckpoint.Of(model, settings, at, AdamWState.ToPlain(step.Optimizer, settings, rate.At(Math.Max(0, at.Step - 1))));
        checkpoint.Write(path);
    }

    private void Report(IProgress<StageProgress>? progress, double loss, long epochStart)
    {
        progress?.Report(new StageProgress(
            "training", (long)state.Epoch * batches + state.Batch, (long)settings.Epochs * batches,
            $"epoch {state.Epoch + 1}/{settings.Epochs}, loss {state.LossSum / state.Exams:F4}"));
        if (lastProgress != long.MinValue && time.GetElapsedTime(lastProgress) < ProgressInterval) return;
        lastProgress = time.GetTimestamp();
        log.Append("progress",
            ("epoch", state.Epoch), ("batch", state.Batch), ("batches", batches), ("step", state.Step), ("loss", loss),
            ("frames_per_second", state.Frames / Math.Max(1e-9, time.GetElapsedTime(epochStart).TotalSeconds)));
    }
}
