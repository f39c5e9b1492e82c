using System.Text.Json;
using Angioboard.Core.Devices;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training;

namespace Angioboard.Core.Experiments;

/// <summary>Ensures that metrics.jsonl records how a run ended, whatever ends it.</summary>
internal static class RunEnding
{
    /// <summary>Runs <paramref name="work"/>; exceptions are recorded and rethrown, unless a stop was requested.</summary>
    public static async Task<ExperimentResult> RecordAsync(
        RunFolder folder, MetricsLog log, RunConsole console, Func<Task<ExperimentResult>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Training handles a stop itself at a step, so this happened before or after it and nothing is lost.
            Stopped(folder, log, console, "");
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
        catch (InputException e) when (cancellation.IsCancellationRequested && AtomicFile.IsRefused(e))
        {
            // The run was stopped while its folder could not be written to: the last saved state counts.
            Stopped(folder, log, console, $" (its latest state could not be saved: {e.Problems[0]})");
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
        catch (Exception e)
        {
            Record(log, e);
            throw;
        }
    }

    private static void Stopped(RunFolder folder, MetricsLog log, RunConsole console, string note)
    {
        try
        {
            string stopped = File.Exists(folder.LastCheckpoint)
                ? $"stopped; the run can be resumed from {folder.LastCheckpoint}"
                : "stopped before the first checkpoint";
            console.Say(stopped + note);
            log.Append(RunEvents.Status, ("status", RunEvents.Stopped));
        }
        catch (InputException e) when (AtomicFile.IsRefused(e))
        {
            // The exit code reports it too.
        }
    }

    // If the disk has failed, the log cannot be written; the rethrown error still reports the cause.
    private static void Record(MetricsLog log, Exception e) => _ = e is DeviceException { Fault: var fault }
        ? log.TryAppend(RunEvents.Status, ("status", RunEvents.Failed), ("reason", e.Message),
            ("cause", JsonNamingPolicy.SnakeCaseLower.ConvertName($"{fault}")))
        : log.TryAppend(RunEvents.Status, ("status", RunEvents.Failed),
            ("reason", e is InputException ? e.Message : e.Message.Split('\n')[0]));
}
