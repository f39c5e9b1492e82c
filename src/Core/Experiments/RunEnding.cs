using System.Text.Json;
using Angioboard.Core.Devices;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training;

namespace Angioboard.Core.Experiments;

/// <summary>Makes sure that metrics.jsonl tells how a run ended, whatever ends it.</summary>
internal static class RunEnding
{
    /// <summary>Runs <paramref name="work"/>; what it throws is recorded, and thrown on unless somebody asked to stop.</summary>
    public static async Task<ExperimentResult> RecordAsync(
        RunFolder folder, MetricsLog log, RunConsole console, Func<Task<ExperimentResult>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The training ends itself, at a step: this was before it or after it, and nothing is lost.
            Stopped(folder, log, console, "");
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
        catch (InputException e) when (cancellation.IsCancellationRequested && AtomicFile.IsRefused(e))
        {
            // Whoever stops a run whose folder cannot be written to has waited long enough: what was saved before counts.
            Stopped(folder, log, console, $" before ({e.Problems[0]})");
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
        catch (Exception e)
        {
            Record(log, e);
            throw;
        }
    }

    private static void Stopped(RunFolder folder, MetricsLog log, RunConsole console, string before)
    {
        try
        {
            console.Say(File.Exists(folder.LastCheckpoint) ? $"stopped; {folder.LastCheckpoint} holds the training{before}" : $"stopped before the training had a checkpoint{before}");
            log.Append(RunEvents.Status, ("status", RunEvents.Stopped));
        }
        catch (InputException e) when (AtomicFile.IsRefused(e))
        {
            // The exit code says so too.
        }
    }

    // The disk may be what has failed: the error on its way says what can be said.
    private static void Record(MetricsLog log, Exception e) => _ = e is DeviceException { Fault: var fault }
        ? log.TryAppend(RunEvents.Status, ("status", RunEvents.Failed), ("reason", e.Message), ("cause", JsonNamingPolicy.SnakeCaseLower.ConvertName($"{fault}")))
        : log.TryAppend(RunEvents.Status, ("status", RunEvents.Failed), ("reason", e is InputException ? e.Message : e.Message.Split('\n')[0]));
}
