using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>
/// A run in an existing folder with its settings.json: started, or resumed exactly where an earlier trainer left it, in any phase. All
/// events, failures included, are recorded in its metrics.jsonl.
/// </summary>
/// <param name="folder">The Train_N. No other process may work in it.</param>
/// <param name="console">Receives the run's messages.</param>
/// <param name="progress">Receives the progress of each stage.</param>
/// <param name="time">The clock.</param>
public sealed class FolderExperiment(RunFolder folder, RunConsole console, IProgress<StageProgress>? progress, TimeProvider time)
{
    /// <summary>Chooses the device, given the one in the settings; by default that one.</summary>
    public Func<string, Device> FindDevice { get; init; } = ComputeDevice.Resolve;

    /// <summary>Receives, every few seconds, why the run waits while its folder cannot be written to, and null once it continues.</summary>
    public Action<string?> Paused { get; init; } = _ => { };

    /// <summary>Receives each epoch after it is measured and before the next begins, which a stop then prevents.</summary>
    public Action<EpochRecord> EpochEnded { get; init; } = _ => { };

    /// <summary>Runs it.</summary>
    /// <param name="evaluate">Whether to predict and evaluate after the training.</param>
    /// <param name="cancellation">Stops after the current step, with last.ckpt saved.</param>
    /// <exception cref="InputException">
    /// Data, settings, weights or the folder cannot be used; or they changed, so that the run cannot continue.
    /// </exception>
    public async Task<ExperimentResult> RunAsync(bool evaluate, CancellationToken cancellation)
    {
        RunHistory history = RunHistory.Of(folder.Metrics);
        using MetricsLog log = MetricsLog.Continue(folder.Metrics, history, time, new PatientWrites(Paused, time, cancellation));
        log.EpochEnded = EpochEnded;
        console.Attach(folder, log);
        return await RunEnding.RecordAsync(folder, log, console, () => RunAsync(history, log, evaluate, cancellation), cancellation);
    }

    private async Task<ExperimentResult> RunAsync(RunHistory history, MetricsLog log, bool evaluate, CancellationToken cancellation)
    {
        log.Append(RunEvents.Phase, ("phase", RunEvents.Prepare));
        RunSettings given = SettingsFile.Combine(SettingsFile.Read(folder.Settings));
        Device device = FindDevice(given.Device);
        RunSettings settings = SettingsRules.Resolve(given, ComputeDevice.Sharing(given.Device));
        SettingsRules.RequireData(settings);
        RunMove.RequireData(folder, settings);
        using ResumePoint? from = ResumePoint.Find(folder, settings, history, console.Say);
        log.Persist(folder.DropHalves);
        log.Persist(() => folder.KeepBest(settings.CheckpointMetric, from?.State.Best));

        using PreparedRun run = await PrepareAsync(settings, device, from, log, cancellation);
        if (from is null) Provenance.Write(folder, run, log);

        if (history.Phase is not null) log.Append(RunEvents.Resumed, ("epoch", from?.State.Epoch ?? 0), ("step", from?.State.Step ?? 0));
        console.Say(
            $"{folder.Path}: {run.Data.Train.Count} training exams, {run.Data.Validation.Count} validation exams, "
                + $"{run.Model.ParameterCount:N0} parameters, on {device}" +
            (from is null ? "" : $"; continuing after step {from.State.Step} in epoch {from.State.Epoch + 1}"));
        return new ExperimentPhases(run, folder, log, console, progress, time).Run(from, history, evaluate, cancellation);
    }

    private async Task<PreparedRun> PrepareAsync(
        RunSettings settings, Device device, ResumePoint? from, MetricsLog log, CancellationToken cancellation)
    {
        using MachineSampler sampler = new(device, log, time);
        Preparation preparation = new(settings, device, console, new PhaseProgress(log, progress, time));
        ExamIndex index = preparation.Index(File.Exists(folder.Split) ? folder.Split : settings.Split!, cancellation);
        if (from is not null) Provenance.RequireSame(folder, DataFingerprint.Of(index, settings.IndexOptions(requireTrain: true)));
        return await preparation.FinishAsync(index, from, cancellation);
    }
}
