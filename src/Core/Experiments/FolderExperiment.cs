using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>
/// A run in a folder that is there already, with its settings.json: begun, or gone on with exactly where an earlier trainer left it, in
/// whatever phase that was. All that happens is told in its metrics.jsonl from the start, failures too.
/// </summary>
/// <param name="folder">The Train_N. Nobody else may work in it.</param>
/// <param name="console">Where the run says what it does.</param>
/// <param name="progress">How far each stage has come.</param>
/// <param name="time">The clock.</param>
public sealed class FolderExperiment(RunFolder folder, RunConsole console, IProgress<StageProgress>? progress, TimeProvider time)
{
    /// <summary>Finds the device to use, given the one that the settings name; by default that one.</summary>
    public Func<string, Device> FindDevice { get; init; } = ComputeDevice.Resolve;

    /// <summary>Told why the run waits while its folder cannot be written to, every few seconds, and null once it goes on.</summary>
    public Action<string?> Paused { get; init; } = _ => { };

    /// <summary>Runs it.</summary>
    /// <param name="evaluate">Whether to predict and evaluate after the training.</param>
    /// <param name="cancellation">Stops after the step under way, with last.ckpt saved.</param>
    /// <exception cref="InputException">Data, settings, weights or the folder cannot be used; or they changed, so that the run cannot go on.</exception>
    public async Task<ExperimentResult> RunAsync(bool evaluate, CancellationToken cancellation)
    {
        RunHistory history = RunHistory.Of(folder.Metrics);
        using MetricsLog log = MetricsLog.Continue(folder.Metrics, history, time, new PatientWrites(Paused, time, cancellation));
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
        using RunMonitor system = new(device, log, time);
        using ResumePoint? from = ResumePoint.Find(folder, settings, history, console.Say);
        log.Persist(folder.DropHalves);
        log.Persist(() => folder.KeepBest(settings.CheckpointMetric, from?.State.Best));

        PhaseProgress told = new(log, progress, time);
        Preparation preparation = new(settings, device, console, told);
        ExamIndex index = preparation.Index(File.Exists(folder.Split) ? folder.Split : settings.Split!, cancellation);
        if (from is not null) Provenance.RequireSame(folder, DataFingerprint.Of(index, settings.IndexOptions(requireTrain: true)));
        using PreparedRun run = await preparation.FinishAsync(index, from, cancellation);
        if (from is null) Provenance.Write(folder, run, log);

        if (history.Phase is not null) log.Append(RunEvents.Resumed, ("epoch", from?.State.Epoch ?? 0), ("step", from?.State.Step ?? 0));
        console.Say(
            $"{folder.Path}: {run.Data.Train.Count} exams to learn from, {run.Data.Validation.Count} to select by, {run.Model.ParameterCount:N0} parameters, on {device}" +
            (from is null ? "" : $"; going on after step {from.State.Step} in epoch {from.State.Epoch + 1}"));
        return new ExperimentPhases(run, folder, log, console, progress, time).Run(system, from, history, evaluate, cancellation);
    }
}
