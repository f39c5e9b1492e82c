namespace Angioboard.Core.Training;

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
            console.Say(File.Exists(folder.LastCheckpoint) ? $"stopped; {folder.LastCheckpoint} holds the training" : "stopped before the training");
            log.Append("status", ("status", "stopped"));
            return new ExperimentResult(folder, TrainingStatus.Stopped, null);
        }
        catch (Exception e)
        {
            Record(log, e);
            throw;
        }
    }

    private static void Record(MetricsLog log, Exception e)
    {
        try
        {
            log.Append("status", ("status", "failed"), ("reason", e is InputException ? e.Message : e.Message.Split('\n')[0]));
        }
        catch (InputException)
        {
            // The disk is full: the error on its way says what can be said.
        }
    }
}
