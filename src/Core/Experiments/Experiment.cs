using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Evaluation;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>The result and folder of an experiment.</summary>
public sealed record ExperimentResult(RunFolder Folder, TrainingStatus Status, EvaluationReport? Evaluation);

/// <summary>A run from settings to reports: train, predict, evaluate, in a new Train_N.</summary>
/// <param name="given">The settings.</param>
/// <param name="console">Receives the run's messages.</param>
/// <param name="progress">Receives the progress of each stage.</param>
/// <param name="time">The clock.</param>
public sealed class Experiment(RunSettings given, RunConsole console, IProgress<StageProgress>? progress, TimeProvider time)
{
    private readonly RunSettings settings = SettingsRules.Resolve(given, ComputeDevice.Sharing(given.Device));

    /// <summary>Called once the data is valid, before any large computation: waits for the device to be free.</summary>
    public Func<Device, CancellationToken, Task> DeviceNeeded { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Called once the Train_N exists, still empty.</summary>
    public Func<RunFolder, Task> FolderMade { get; init; } = _ => Task.CompletedTask;

    /// <summary>Receives, every few seconds, why the run waits while its folder cannot be written to, and null once it continues.</summary>
    public Action<string?> Paused { get; init; } = _ => { };

    /// <summary>Runs it. Everything that can be checked is checked before the folder is created.</summary>
    /// <param name="output">The folder that holds the Train_N.</param>
    /// <param name="evaluate">Whether to predict and evaluate after the training.</param>
    /// <param name="cancellation">Stops after the current step, with last.ckpt saved.</param>
    /// <exception cref="InputException">Data, settings, weights or the output folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the folder existed.</exception>
    public async Task<ExperimentResult> RunAsync(string output, bool evaluate, CancellationToken cancellation)
    {
        Device device = ComputeDevice.Resolve(settings.Device);
        SettingsRules.RequireData(settings);
        Preparation preparation = new(settings, device, console, progress);
        ExamIndex index = preparation.Index(settings.Split!, cancellation);
        await DeviceNeeded(device, cancellation);
        using PreparedRun run = await preparation.FinishAsync(index, from: null, cancellation);

        RunFolder folder = RunFolder.Create(output);
        await FolderMade(folder);
        torch.set_num_threads(settings.Threads!.Value);
        using MetricsLog log = new(folder.Metrics, time, new PatientWrites(Paused, time, cancellation));
        console.Attach(folder, log);
        Provenance.Write(folder, run, log);
        console.Say(
            $"{folder.Path}: {run.Data.Train.Count} training exams, {run.Data.Validation.Count} validation exams, "
                + $"{run.Model.ParameterCount:N0} parameters, on {device}");
        return await RunEnding.RecordAsync(
            folder, log, console,
            () => Task.FromResult(new ExperimentPhases(run, folder, log, console, progress, time)
                .Run(from: null, history: null, evaluate, cancellation)),
            cancellation);
    }
}
