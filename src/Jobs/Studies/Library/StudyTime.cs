using Angioboard.Core.Settings;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>How long the rest of a study takes.</summary>
public static class StudyTime
{
    // Estimates cost some time, and a mean of these is as good.
    private const int MostEstimated = 20;

    /// <summary>
    /// The seconds until all runs have finished that were neither paused nor stopped: by the study's own finished runs, or else by the
    /// estimate of a run, shared by as many runs as train now. Null if nothing is left, or nothing is known.
    /// </summary>
    /// <param name="runs">The runs.</param>
    /// <param name="estimates">The estimates of single runs.</param>
    public static double? Left(StudyRuns runs, RunEstimates estimates) => Left(runs, settings => estimates.Of(settings)?.Seconds);

    internal static double? Left(StudyRuns runs, Func<RunSettings, double?> estimate)
    {
        PlannedRun[] left = [.. runs.Planned.Where(run =>
            !run.IsFinished && !run.IsFailed && run.Run is not ({ PausedBy: not null } or { Status: RunStatus.Stopped })
                && run.Found.Count < 2)];
        if (left.Length == 0) return null;
        ILookup<string, double> took = runs.Planned.Where(run => run.IsFinished && Took(run.Run!) is not null)
            .ToLookup(run => run.Plan.Variant, run => Took(run.Run!)!.Value);
        double[] all = [.. took.SelectMany(variant => variant)];
        Dictionary<string, double?> usual = [];
        foreach (PlannedRun run in left.DistinctBy(run => run.Plan.Variant).Take(all.Length > 0 ? left.Length : MostEstimated))
        {
            usual[run.Plan.Variant] = took.Contains(run.Plan.Variant) ? took[run.Plan.Variant].Average()
                : all.Length > 0 ? all.Average()
                : estimate(run.Plan.Settings);
        }
        double[] known = [.. usual.Values.OfType<double>()];
        if (known.Length == 0) return null;
        double seconds = left.Sum(run =>
            Left(run.Run) ?? (1 - Share(run.Run)) * (usual.GetValueOrDefault(run.Plan.Variant) ?? known.Average()));
        return seconds / Math.Max(1, runs.Active);
    }

    private static double? Left(Run? run) => run is { Progress.SecondsLeft: { } seconds } && run.Status.IsActive() ? seconds : null;

    private static double Share(Run? run) =>
        run is { Settings.Epochs: > 0 } ? Math.Min(1, (double)run.EpochsDone / run.Settings.Epochs) : 0;

    private static double? Took(Run run) =>
        run is { Interrupted: false, Started: { } start, Ended: { } end } && end > start ? (end - start).TotalSeconds : null;
}
