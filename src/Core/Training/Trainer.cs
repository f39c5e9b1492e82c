using Angioboard.Core.Data.Augmentation;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Devices;
using Angioboard.Core.Files;
using Angioboard.Core.Models;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Optimizers;
using Angioboard.Core.Training.Predicting;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Trains a model on a run's exams and keeps its best and last checkpoints in the run's folder.</summary>
/// <param name="settings">Resolved settings.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="model">The model, on <paramref name="device"/>, with its initial weights.</param>
/// <param name="data">The exams.</param>
/// <param name="device">Where to compute.</param>
/// <param name="log">Receives epochs and progress.</param>
/// <param name="time">The clock of durations and progress.</param>
/// <param name="from">Where to resume an interrupted training; null to start.</param>
public sealed class Trainer(
    RunSettings settings, RunFolder folder, ViTGru model, TrainingData data, Device device, MetricsLog log, TimeProvider time,
    ResumePoint? from = null)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly TrainingState state = from is null ? new() : from.State with { };
    private readonly List<EpochRecord> epochs = [.. from?.Epochs ?? []];
    private readonly TimeLeft left = new(time);
    private readonly int batches = (data.Train.Count + settings.BatchSize - 1) / settings.BatchSize;
    private long lastProgress = long.MinValue, lastCheckpoint;
    private ExamLoader? loader;
    private TimeSpan trainedBefore = from?.Trained ?? TimeSpan.Zero, waitedBefore = from?.Waited ?? TimeSpan.Zero;

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochRecord> Epochs => epochs;

    /// <summary>The state of the run.</summary>
    public TrainingState State => state;

    /// <summary>What was not finite, and the learning rate at that step; null if everything was.</summary>
    public string? Divergence { get; private set; }

    /// <summary>Whether the training was ended by a request to finish early.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Time that the current epoch has waited for batches.</summary>
    public TimeSpan DataWait => loader?.DataWait ?? TimeSpan.Zero;

    /// <summary>Trains to the end, or until asked to stop, or until a loss or gradient is not finite.</summary>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellation">Stops after the current step, with last.ckpt saved.</param>
    /// <exception cref="InputException">A frame cannot be read, or the folder cannot be written to.</exception>
    public TrainingStatus Run(IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using TrainingStep step = new(model, data.Train, settings, device);
        using EpochEvaluation evaluation = new(model, data, settings, device);
        using FrozenBackbone backbone = new(model, evaluation.Embedder, device);
        using MachineSampler sampler = new(device, log, time, () => DataWait);
        TensorBoardLog board = new(folder, sampler, log, time);
        if (from is not null)
        {
            AdamWState.Restore(step.Optimizer, from.Checkpoint.Entries.GetValueOrDefault("optimizer_states"), from.Path);
            from.Checkpoint.Dispose(); // three times the model's size, and already copied
        }
        if (Patient()) return TrainingStatus.Finished;
        lastCheckpoint = time.GetTimestamp();
        int stepsPerEpoch = (batches + settings.AccumulateGradBatches - 1) / settings.AccumulateGradBatches;
        LearningRate rate = new(settings, (long)stepsPerEpoch * settings.Epochs);
        loader =
            new ExamLoader(data.Train, data.Cache, settings.BatchSize, LoadingThreads.Of(settings, device), time: time, device: device);

        for (; state.Epoch < settings.Epochs; state.Epoch++)
        {
            bool frozen = Frozen;
            left.EpochBegins(state.Batch, state.Frames, frozen);
            int[] order = settings.Shuffle
                ? new SeededRandom(settings.Seed, "shuffle", state.Epoch).Permutation(data.Train.Count)
                : [.. Enumerable.Range(0, data.Train.Count)];
            RandomAugmentation? augmentation = settings.Augmentations && !frozen
                ? new RandomAugmentation(settings.AugmentationOptions(), settings.AugmentationScope, settings.Seed, state.Epoch) : null;
            if (!frozen) backbone.Forget();
            else if (!Embed(backbone, cancellation)) return Stop(step, rate);
            TrainingState reached = state with { };
            model.train();
            foreach (ExamBatch batch in frozen
                ? backbone.Load(data.Train, loader, order, settings.BatchSize, state.Batch)
                : loader.Load(order, state.Batch, augmentation, cancellation: CancellationToken.None))
            {
                using ExamBatch owned = batch;
                long dropoutSeed = (long)(new SeededRandom(settings.Seed, "dropout", state.Epoch, reached.Batch).NextBits() >> 1);
                double loss = DeviceException.Naming(batch, settings, device, () => step.Accumulate(batch, frozen, dropoutSeed));
                if (!double.IsFinite(loss)) return Diverged("loss", rate.At(state.Step));
                reached.LossSum += loss * batch.Names.Length;
                reached.Exams += batch.Names.Length;
                reached.Frames += batch.Lengths.Sum();
                reached.Batch++;
                if (reached.Batch % settings.AccumulateGradBatches != 0 && reached.Batch != batches) continue;

                if (!DeviceException.Naming(batch, settings, device, () => step.Apply(rate.At(state.Step))))
                    return Diverged("gradient", rate.At(state.Step));
                (state.Batch, state.LossSum, state.Exams, state.Frames) = (reached.Batch, reached.LossSum, reached.Exams, reached.Frames);
                state.Step++;
                Report(progress, loss);
                if (cancellation.IsCancellationRequested) return Stop(step, rate);
                if (state.Batch >= batches) continue;
                if (FinishEarly()) return End(step, rate);
                if (time.GetElapsedTime(lastCheckpoint).TotalMinutes >= settings.CheckpointMinutes) SaveWithin(step, rate);
            }

            left.TrainingEnds();
            board.TrainingEnded();
            (EpochRecord record, bool stopped) = Measure(evaluation, frozen ? backbone : null, rate, cancellation);
            if (stopped) return Stop(step, rate);
            epochs.Add(record);
            log.Append(record);
            // Weights with a non-finite validation loss are not saved: the last good checkpoint stays.
            if (record.Values["val_loss"] is { } validation && !double.IsFinite(validation))
                return Diverged("validation loss", rate.At(state.Step - 1));
            board.Write(record, left.Trained, left.Elapsed, settings.Epochs - state.Epoch - 1);
            bool better = Keep(record);
            Save(step, rate, better);
            left.EpochEnds();
            (trainedBefore, waitedBefore) = (TimeSpan.Zero, TimeSpan.Zero);
            if (Patient() || FinishEarly()) break;
        }
        return TrainingStatus.Finished;
    }

    private bool Frozen => state.Epoch < settings.FreezeBackboneEpochs;

    private bool Patient() => settings.EarlyStoppingPatience is { } patience && state.EpochsWithoutProgress >= patience;

    /// <summary>Whether a request to finish early applies. After the last epoch it has no effect.</summary>
    private bool FinishEarly() => EndedEarly = File.Exists(folder.FinishRequest) && (state.Epoch < settings.Epochs - 1 || state.Batch > 0);

    /// <summary>Ends the training within an epoch. The state is saved, and is used if there is no best yet.</summary>
    private TrainingStatus End(TrainingStep step, LearningRate rate)
    {
        Write(folder.LastCheckpoint, step, rate, state);
        return TrainingStatus.Finished;
    }

    /// <summary>Caches the frozen backbone's embeddings of the training exams, unless already cached; false if stopped.</summary>
    private bool Embed(FrozenBackbone backbone, CancellationToken cancellation)
    {
        try
        {
            backbone.Of(data.Train, _ => Log(state.Exams == 0 ? null : state.LossSum / state.Exams), cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private (EpochRecord Record, bool Stopped) Measure(
        EpochEvaluation evaluation, FrozenBackbone? frozen, LearningRate rate, CancellationToken cancellation)
    {
        Dictionary<string, double?> values = new() { ["train_loss"] = state.LossSum / state.Exams };
        try
        {
            evaluation.Measure(values, frozen, () => Log(state.LossSum / state.Exams), cancellation);
        }
        catch (OperationCanceledException)
        {
            return (new EpochRecord(state.Epoch, values), true);
        }
        values["lr"] = rate.At(Math.Max(0, state.Step - 1));
        values["seconds"] = (trainedBefore + left.Trained).TotalSeconds;
        values["data_wait"] = (waitedBefore + DataWait).TotalSeconds;
        values["frames"] = state.Frames;
        values["step"] = state.Step;
        return (new EpochRecord(state.Epoch, values), false);
    }

    /// <summary>Updates the state with the epoch; returns whether it is the best so far.</summary>
    private bool Keep(EpochRecord record)
    {
        double? value = record.Values.GetValueOrDefault(settings.CheckpointMetric.Key());
        bool better = settings.CheckpointMetric.Improves(value, state.Best);
        if (better) (state.Best, state.BestEpoch, state.EpochsWithoutProgress) = (value, state.Epoch, 0);
        else state.EpochsWithoutProgress++;
        return better;
    }

    /// <summary>
    /// Saves an epoch's checkpoints: the best if it is one, and last.ckpt. The previous best is deleted only after both are complete,
    /// because last.ckpt refers to it until then.
    /// </summary>
    private void Save(TrainingStep step, LearningRate rate, bool better)
    {
        TrainingState next = state with { Epoch = state.Epoch + 1, Batch = 0, LossSum = 0, Exams = 0, Frames = 0 };
        (state.Batch, state.LossSum, state.Exams, state.Frames) = (0, 0, 0, 0);
        if (better)
        {
            string best = folder.BestPath(settings.CheckpointMetric, state.Best!.Value);
            Write(best, step, rate, next);
            // A copy, not a hard link: if one is damaged on disk, the other is still usable.
            log.Persist(() => AtomicFile.Copy(best, folder.LastCheckpoint));
            log.Persist(() => folder.KeepBest(settings.CheckpointMetric, state.Best));
        }
        else
        {
            Write(folder.LastCheckpoint, step, rate, next);
        }
        lastCheckpoint = time.GetTimestamp();
    }

    /// <summary>Saves a checkpoint within the current epoch, with the time taken so far.</summary>
    private void SaveWithin(TrainingStep step, LearningRate rate)
    {
        Write(folder.LastCheckpoint, step, rate, state);
        log.Append(RunEvents.Checkpoint,
            ("epoch", state.Epoch), ("step", state.Step),
            ("seconds", (trainedBefore + left.Trained).TotalSeconds), ("data_wait", (waitedBefore + DataWait).TotalSeconds));
        lastCheckpoint = time.GetTimestamp();
    }

    private TrainingStatus Stop(TrainingStep step, LearningRate rate)
    {
        SaveWithin(step, rate);
        log.Append(RunEvents.Status, ("status", RunEvents.Stopped), ("epoch", state.Epoch), ("step", state.Step));
        return TrainingStatus.Stopped;
    }

    private TrainingStatus Diverged(string what, double lr)
    {
        Divergence = $"the {what} is not finite at lr {lr:G6}";
        log.Append(RunEvents.Status, ("status", RunEvents.Diverged), ("what", what), ("epoch", state.Epoch), ("step", state.Step),
            ("lr", lr));
        return TrainingStatus.Diverged;
    }

    private void Write(string path, TrainingStep step, LearningRate rate, TrainingState at)
    {
        using DisposeScope scope = NewDisposeScope();
        using Checkpoint checkpoint =
            RunCheckpoint.Of(model, settings, at, AdamWState.ToPlain(step.Optimizer, settings, rate.At(Math.Max(0, at.Step - 1))));
        // Flush the log first: a checkpoint must never be ahead of metrics.jsonl.
        log.Flush();
        log.Persist(() => checkpoint.Write(path));
    }

    private void Report(IProgress<StageProgress>? progress, double loss)
    {
        progress?.Report(new StageProgress(
            "training", (long)state.Epoch * batches + state.Batch, (long)settings.Epochs * batches,
            $"epoch {state.Epoch + 1}/{settings.Epochs}, loss {state.LossSum / state.Exams:F4}"));
        Log(loss);
    }

    // Also reported during validation, so that a long one does not look like a hanging run.
    private void Log(double? loss)
    {
        if (lastProgress != long.MinValue && time.GetElapsedTime(lastProgress) < ProgressInterval) return;
        lastProgress = time.GetTimestamp();
        log.Append(RunEvents.Progress,
            ("epoch", state.Epoch), ("epochs", settings.Epochs), ("batch", state.Batch), ("batches", batches), ("step", state.Step),
            ("loss", loss),
            ("frames", state.Frames), ("frames_per_second", left.FramesPerSecond(state.Frames)),
            ("seconds_left", Frozen && settings.Epochs > settings.FreezeBackboneEpochs
                ? null : left.After(state.Batch, batches, settings.Epochs - state.Epoch - 1).TotalSeconds));
    }
}
