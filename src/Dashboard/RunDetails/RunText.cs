using System.Globalization;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>A run's state in words.</summary>
public static class RunText
{
    /// <summary>The title of the browser's tab: progress first, because tabs are narrow.</summary>
    public static string Tab(Run run) => $"{TabState(run)}{run.Title} – Angioboard";

    /// <summary>The run's current phase: <c>Epoch 3 of 40</c>, <c>Predicting</c>; empty once it is over.</summary>
    public static string Phase(Run run) => run switch
    {
        { Status: RunStatus.Queued, PausedBy: not null } => $"Paused{Trained(run)}",
        { Status: RunStatus.Queued, Slurm.Waits: true } => $"Waiting in Slurm{Trained(run)}",
        { Status: RunStatus.Queued } => $"Waiting for a device{Trained(run)}",
        { Status: RunStatus.Stopping } => Word(run),
        { Status: not RunStatus.Running } => "",
        { Progress: null } => "Starting",
        { Progress.Phase: "train" } => $"Epoch {Math.Min(run.Progress.Epoch + 1, run.Progress.Epochs)} of {run.Progress.Epochs}",
        { Progress.Phase: "predict" } => "Predicting",
        { Progress.Phase: "evaluate" } => "Evaluating",
        _ => "Preparing the data",
    };

    /// <summary>
    /// The completed part of the phase, or of the training if the run waits for a device or is paused, in per cent; null if unknown.
    /// </summary>
    public static double? Percent(Run run) => run switch
    {
        // A trainer that resumes reports no progress before its first step.
        { Progress: { Phase: "train" } progress } when run.Status.IsActive() =>
            Math.Clamp(100 * Math.Max(progress.Share, (double)run.EpochsDone / run.Settings.Epochs), 0, 100),
        { Progress: { } progress } when run.Status.IsActive() => Math.Clamp(100 * progress.Share, 0, 100),
        { Status: RunStatus.Queued, EpochsDone: > 0 } => Math.Clamp(100.0 * run.EpochsDone / run.Settings.Epochs, 0, 100),
        _ => null,
    };

    /// <summary>A percentage without decimals, rounded down, so never 100 before the end.</summary>
    public static string Whole(double percent) => $"{Math.Floor(percent).ToString("0", CultureInfo.InvariantCulture)} %";

    /// <summary>A status as a word.</summary>
    public static string Word(RunStatus status) => $"{status}";

    /// <summary>A run's state as a word.</summary>
    public static string Word(Run run) => run.EndedEarly
        ? $"Finished early ({run.EpochsDone} of {run.Settings.Epochs})"
        : RunStateWord.Of(run);

    private static string Trained(Run run) => run.EpochsDone > 0 ? $" after {run.EpochsDone} of {run.Settings.Epochs} epochs" : "";

    /// <summary>A figure as the list of runs writes it; a dash for none.</summary>
    public static string Figure(double? value) => value is { } number ? ColumnFormat.Measured.Write(number) : "–";

    /// <summary>A span of time: <c>45 s</c>, <c>12 min</c>, <c>2 h 05 min</c>; a dash for none.</summary>
    public static string Span(double? seconds) => seconds is { } s && double.IsFinite(s) && s >= 0 ? ColumnFormats.Duration(s) : "–";

    /// <summary>A size: <c>12 kB</c>, <c>3.4 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>The run's duration so far, or in total, in seconds; null before it started.</summary>
    public static double? Duration(Run run, DateTimeOffset now) =>
        run.Started is { } start ? Math.Max(0, ((run.Ended ?? now) - start).TotalSeconds) : null;

    private static string TabState(Run run) => run switch
    {
        { Status: RunStatus.Running, Progress.Paused: not null } => "Waiting · ",
        { Status: RunStatus.Running, Progress.Phase: "train" } when Percent(run) is { } percent => $"{Whole(percent)} · ",
        { Status: RunStatus.Running } => $"{Phase(run)} · ",
        _ => $"{Word(run)} · ",
    };
}
