using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Predicting;

namespace Angioboard.Core.Experiments;

/// <summary>The phases of a prepared run: train, predict, evaluate.</summary>
internal sealed class ExperimentPhases(
    PreparedRun run, RunFolder folder, MetricsLog log, RunConsole console, IProgress<StageProgress>? progress, TimeProvider time)
{
    private readonly RunSettings settings = run.Settings;

    /// <summary>Runs the remaining phases.</summary>
    /// <param name="from">Where to resume an interrupted training; null to start.</param>
    /// <param name="history">What an earlier trainer did; null for none.</param>
    /// <param name="evaluate">Whether to predict and evaluate after the training.</param>
    /// <param name="cancellation">Stops after the current step.</param>
    public ExperimentResult Run(ResumePoint? from, RunHistory? history, bool evaluate, CancellationToken cancellation)
    {
        bool early = history is { TrainingEnded: true, EndedEarly: true };
        if (history is not { TrainingEnded: true } || from is null)
        {
            Trainer trainer = new(settings, folder, run.Model, run.Data, run.Device, log, time, from);
            TrainingStatus status = Train(trainer, history, cancellation);
            if (status != TrainingStatus.Finished)
            {
                // Stopping cancels a pending finish-early request.
                log.Persist(folder.DropFinishRequest);
                return new ExperimentResult(folder, status, null);
            }
            early = trainer.EndedEarly;
        }

        EvaluationReport? report = evaluate ? Evaluate(early, cancellation) : null;
        log.Append(RunEvents.Status, early ? [("status", RunEvents.Finished), ("early", true)] : [("status", RunEvents.Finished)]);
        log.Flush();
        log.Persist(folder.DropFinishRequest);
        return new ExperimentResult(folder, TrainingStatus.Finished, report);
    }

    private TrainingStatus Train(Trainer trainer, RunHistory? history, CancellationToken cancellation)
    {
        TrainingMeta meta = new(folder, settings, run.Index, run.Model.ParameterCount, history?.Start, time);
        log.Append(RunEvents.Phase, ("phase", RunEvents.Train));
        TrainingStatus status = trainer.Run(progress, cancellation);
        log.Persist(() => meta.Write(status, trainer.Epochs));
        if (trainer.Epochs.Count > 0)
        {
            CheckpointMetric metric = settings.CheckpointMetric;
            ReportSource source = ReportSource.Of(folder, settings);
            log.Persist(() => TrainLogPdf.Write(folder.TrainLog, trainer.Epochs, metric.Key(), metric.Maximized(), source));
        }
        Tell(trainer, status);
        return status;
    }

    private EvaluationReport Evaluate(bool early, CancellationToken cancellation)
    {
        using MachineSampler sampler = new(run.Device, log, time);
        // A trainer that resumes here after a crash must know that the training had ended.
        log.Append(RunEvents.Phase, early ? [("phase", RunEvents.Predict), ("early", true)] : [("phase", RunEvents.Predict)]);
        log.Persist(folder.DropFinishRequest);
        PhaseProgress told = new(log, progress, time);
        bool untrained = UseBest();
        IReadOnlyList<SplitPredictions> predictions =
            Predictor.Predict(run.Index, run.Data.Cache, run.Model, untrained, settings, run.Device, told, cancellation);
        log.Persist(() => PredictionsFile.Write(folder.Predictions, predictions));

        log.Append(RunEvents.Phase, ("phase", RunEvents.Evaluate));
        (EvaluationReport report, RunCalibration calibration) = Evaluator.Calibrate(
            predictions, new EvaluationOptions(settings.ClassNames!, run.Index.Patients), told, cancellation);
        log.Persist(() => EvaluationFiles.Write(folder.Path, report, calibration, ReportSource.Of(folder, settings)));
        return report;
    }

    /// <summary>Loads the best weights; returns whether their backbone was frozen until then.</summary>
    private bool UseBest()
    {
        string path = folder.BestCheckpoint ?? folder.LastCheckpoint;
        using Checkpoint checkpoint = Checkpoint.Read(path);
        ModelFactory.Load(run.Model, checkpoint.StateDict, path);
        return TrainingState.BackboneIsUntrained(checkpoint.Entries.GetValueOrDefault(TrainingState.Entry), checkpoint.HyperParameters);
    }

    private void Tell(Trainer trainer, TrainingStatus status)
    {
        string metric = settings.CheckpointMetric.Key(),
            trained = $"trained {trainer.Epochs.Count} epochs{(trainer.EndedEarly ? ", ended early on request" : "")}";
        console.Say(status switch
        {
            TrainingStatus.Diverged =>
                $"diverged at step {trainer.State.Step} in epoch {trainer.State.Epoch + 1}: {trainer.Divergence}; "
                    + DivergenceAdvice.Of(settings),
            TrainingStatus.Stopped =>
                $"stopped in epoch {trainer.State.Epoch + 1}; the run can be resumed from {folder.LastCheckpoint}",
            _ when trainer.State.Best is { } best => $"{trained}; best {metric} {best:F6} at epoch {trainer.State.BestEpoch + 1}",
            _ => $"{trained}; {metric} was never defined, so the last epoch's weights are used",
        });
    }
}
