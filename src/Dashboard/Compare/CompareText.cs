using System.Globalization;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Compare;

/// <summary>Figures and states in words.</summary>
internal static class CompareText
{
    /// <summary>Four significant digits; a dash for none.</summary>
    public static string Figure(double? value) => value is { } number ? ColumnFormat.Measured.Write(number) : "–";

    /// <summary>A 95 % interval.</summary>
    public static string Interval(MetricCell cell) =>
        cell.Interval is { } interval ? string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.000}–{interval.High:0.000}") : "";

    /// <summary>Whether a prediction is right.</summary>
    public static string Mark(ExamCall call) =>
        call.Correct switch { true => "correct", false => "incorrect", null => "true class unknown" };

    /// <summary>The class of a table whose columns are runs, by their number: six fit on the page.</summary>
    public static string Table(int runs) => runs <= 6 ? "compared compared-runs fits" : "compared compared-runs";

    /// <summary>The reason why a run has less to show than others; null if it has all.</summary>
    public static string? Lacks(Run run) => run switch
    {
        { Missing: true } => "folder missing",
        { Trashed: not null } => "deleted, in the trash",
        { Status: RunStatus.Queued } => "waiting for a device",
        { Status: RunStatus.Running or RunStatus.Stopping } => $"running, epoch {run.EpochsDone} of {run.Settings.Epochs}",
        { EndedEarly: true } => $"finished early, {run.EpochsDone} of {run.Settings.Epochs} epochs",
        { Status: RunStatus.Finished } => null,
        _ => $"{run.Status.ToString().ToLowerInvariant()} after {run.EpochsDone} epochs",
    };
}
