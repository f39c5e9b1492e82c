using System.Text.Json.Nodes;
using Angioboard.Core.Data;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Formats;
using Angioboard.Core.Models;
using Angioboard.Core.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>How an experiment ended, and where it lies.</summary>
public sealed record ExperimentResult(RunFolder Folder, TrainingStatus Status, EvaluationReport? Evaluation);

/// <summary>A run from settings to reports: train, predict, evaluate, in a new Train_N.</summary>
/// <param name="given">The settings.</param>
/// <param name="console">Where the run says what it does.</param>
/// <param name="progress">How far each stage has come.</param>
/// <param name="time">The clock.</param>
public sealed class Experiment(RunSettings given, RunConsole console, IProgress<StageProgress>? progress, TimeProvider time)
{
    private readonly RunSettings settings = SettingsRules.Resolve(given);

    /// <summary>Runs it. All that can be refused is refused before the folder is made.</summary>
    /// <param name="output">The folder that holds the Train_N.</param>
    /// <param name="evaluate">Whether to predict and evaluate after the training.</param>
    /// <param name="cancellation">Stops after the step under way, with last.ckpt saved.</param>
    /// <exception cref="InputException">Data, settings, weights or the output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Stopped before there was a folder.</exception>
    public async Task<ExperimentResult> RunAsync(string output, bool evaluate, CancellationToken cancellation)
    {
        Device device = ComputeDevice.Resolve(settings.Device);
        torch.set_num_threads(settings.Threads!.Value);
        ReportFont.Require();
        ExamIndexOptions indexOptions = settings.IndexOptions(requireTrain: true);
        ExamIndex index = Index(indexOptions, cancellation);
        FrameCache cache = new(settings.FrameOptions());
        cache.Fill([.. index.Splits.SelectMany(split => split.Exams)], progress, cancellation);
        TrainingData data = new(index, cache);
        string? pretrained = settings.InitWeight is null
            ? await new PretrainedWeights(HubSettings.FromEnvironment()).FindAsync(settings.Pretrained!, settings.Backbone, progress, cancellation)
            : null;
        using ViTGru model = Model(data, pretrained, cancellation);
        model.to(device);

        RunFolder folder = RunFolder.Create(output);
        using MetricsLog log = new(folder.Metrics, time);
        console.Attach(folder, log);
        DataFingerprint fingerprint = DataFingerprint.Of(index, indexOptions);
        AtomicFile.Write(folder.Split, stream => stream.Write(File.ReadAllBytes(settings.Split!)));
        SettingsFile.Write(folder.Settings, settings, RunEnvironment.Describe(device.ToString()), new JsonObject
        {
            ["sha256"] = fingerprint.Sha256,
            ["exams"] = fingerprint.Exams,
            ["frames"] = fingerprint.Frames,
        });
        console.Say($"{folder.Path}: {data.Train.Count} exams to learn from, {data.Validation.Count} to select by, {model.ParameterCount:N0} parameters, on {device}");

        try
        {
            return Run(folder, log, index, cache, data, model, device, evaluate, cancellation);
        }
        catch (InputException e)
        {
            log.Append("status", ("status", "failed"), ("reason", e.Message));
            throw;
        }
    }

    private ExperimentResult Run(
        RunFolder folder, MetricsLog log, ExamIndex index, FrameCache cache, TrainingData data, ViTGru model, Device device, bool evaluate,
        CancellationToken cancellation)
    {
        TrainingMeta meta = new(folder, settings, index, model.ParameterCount, time);
        Trainer trainer = new(settings, folder, model, data, device, log, time);
        log.Append("phase", ("phase", "train"));
        TrainingStatus status = trainer.Run(progress, cancellation);
        meta.Write(status, trainer.Epochs);
        if (trainer.Epochs.Count > 0) TrainLogPdf.Write(folder.TrainLog, trainer.Epochs, settings.CheckpointMetric.Key(), settings.CheckpointMetric.Maximized());
        Tell(trainer, status, folder);
        if (status != TrainingStatus.Finished || !evaluate) return End(log, new ExperimentResult(folder, status, null));

        try
        {
            EvaluationReport report = Evaluate(folder, log, index, cache, model, device, cancellation);
            return End(log, new ExperimentResult(folder, status, report));
        }
        catch (OperationCanceledException)
        {
            log.Append("status", ("status", "stopped"));
            console.Say($"stopped after the training; {folder.LastCheckpoint} holds its end");
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
    }

    private EvaluationReport Evaluate(
        RunFolder folder, MetricsLog log, ExamIndex index, FrameCache cache, ViTGru model, Device device, CancellationToken cancellation)
    {
        log.Append("phase", ("phase", "predict"));
        UseBest(model, folder);
        IReadOnlyList<SplitPredictions> predictions = Prediction.Of(index, cache, model, settings, device, progress, cancellation);
        PredictionsFile.Write(folder.Predictions, predictions);

        log.Append("phase", ("phase", "evaluate"));
        return EvaluationFiles.Write(
            folder.Path, predictions, new EvaluationOptions(settings.ClassNames!, settings.Seed, index.Patients), progress, cancellation);
    }

    private ExamIndex Index(ExamIndexOptions options, CancellationToken cancellation)
    {
        SettingsRules.RequireData(settings);
        ExamIndex index = ExamIndex.Read(settings.Split!, settings.Datadir!, options, progress, cancellation);
        foreach (string warning in index.Warnings) console.Say($"warning: {warning}");
        int unlabelled = index.Splits.First(split => split.Name == "train").Exams.Count(exam => exam.Label is null);
        if (unlabelled > 0) console.Say($"warning: train: {unlabelled} exams have no label and are not learnt from");
        return index;
    }

    private ViTGru Model(TrainingData data, string? pretrained, CancellationToken cancellation)
    {
        using WeightsFile? initial = settings.InitWeight is { } start ? WeightsFile.Read(start) : null;
        ChannelStatistics statistics = initial?.Normalizer ?? ChannelStatistics.Of(settings.Normalizer!.Value) ?? data.Statistics(cancellation);
        ViTGru model = ModelFactory.Create(settings, statistics);
        if (initial is not null)
        {
            IReadOnlyList<string> ignored = ModelFactory.Load(model, initial.Tensors, settings.InitWeight!);
            if (ignored.Count > 0) console.Say($"{settings.InitWeight}: left out {string.Join(", ", ignored)}");
        }
        else if (pretrained is not null)
        {
            using WeightsFile file = WeightsFile.Read(pretrained);
            WeightsMatch match = ModelFactory.LoadBackbone(model, file.Tensors, pretrained);
            console.Say($"{pretrained}: {match.Matched.Count} weights matched; missing: {Names(match.Missing)}; left out: {Names(match.Unexpected)}");
        }
        return model;
    }

    private void Tell(Trainer trainer, TrainingStatus status, RunFolder folder)
    {
        string metric = settings.CheckpointMetric.Key();
        console.Say(status switch
        {
            TrainingStatus.Diverged =>
                $"diverged at step {trainer.State.Step} in epoch {trainer.State.Epoch + 1}: {trainer.Divergence}; try a lower lr or a grad_clip",
            TrainingStatus.Stopped => $"stopped in epoch {trainer.State.Epoch + 1}; {folder.LastCheckpoint} holds where it stood",
            _ when trainer.State.Best is { } best => $"trained {trainer.Epochs.Count} epochs; best {metric} {best:F6} at epoch {trainer.State.BestEpoch} (counted from 0)",
            _ => $"trained {trainer.Epochs.Count} epochs; {metric} was never defined, so the last epoch serves",
        });
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static ExperimentResult End(MetricsLog log, ExperimentResult result)
    {
        if (result.Status == TrainingStatus.Finished) log.Append("status", ("status", "finished"));
        return result;
    }

    private static void UseBest(ViTGru model, RunFolder folder)
    {
        string path = folder.BestCheckpoint ?? folder.LastCheckpoint;
        using Checkpoint checkpoint = Checkpoint.Read(path);
        ModelFactory.Load(model, checkpoint.StateDict, path);
    }
}
