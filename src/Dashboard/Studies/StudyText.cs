using System.Globalization;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Dashboard.Studies;

/// <summary>A study's state and results in words.</summary>
internal static class StudyText
{
    private const int LongestValues = 60;

    /// <summary>The progress: <c>24 of 60 runs finished, 1 failed, 2 training</c>.</summary>
    public static string Progress(StudyRuns runs)
    {
        (int Count, string Word)[] others =
        [
            (runs.Failed, "failed"), (runs.Active, "training"), (runs.Waiting, "waiting"), (runs.Paused, "paused"),
            (runs.Held, "held by the search"), (runs.Stopped, "stopped"),
            (runs.Doubled.Count(), "with two folders"), (runs.NotMade, "not launched"),
        ];
        return string.Join(", ", others.Where(other => other.Count > 0).Select(other => $"{Count(other.Count)} {other.Word}")
            .Prepend($"{Count(runs.Finished)} of {Count(runs.Planned.Count)} runs finished"));
    }

    /// <summary>The share of finished runs in per cent, rounded down.</summary>
    public static int Percent(StudyRuns runs) => runs.Planned.Count == 0 ? 0 : 100 * runs.Finished / runs.Planned.Count;

    /// <summary>What varies: <c>max_frames: 4, 12</c>.</summary>
    public static IReadOnlyList<string> Varied(StudyPlan plan) => [.. PlanWords.Varied(plan).Select(name =>
    {
        string values = string.Join(", ", PlanWords.Values(plan, name).Distinct());
        return $"{name}: {VisibleText.ShortLine(values, LongestValues)}";
    })];

    /// <summary>Seeds: <c>1, 2, 3</c>.</summary>
    public static string Seeds(StudyPlan plan) =>
        VisibleText.ShortLine(string.Join(", ", plan.Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))), LongestValues);

    /// <summary>A mean with its standard deviation: <c>0.812 ± 0.031 (n = 5)</c>.</summary>
    public static string Spread(Spread? spread) => spread switch
    {
        null or { Mean: null } => "–",
        { Sd: { } deviation } => $"{Figures.Value(spread.Mean)} ± {Figures.Value(deviation)} (n = {spread.N})",
        _ => Figures.Value(spread.Mean),
    };

    /// <summary>What a test says: <c>better by patients, p = 0.012</c>.</summary>
    public static string Verdict(VariantVerdict verdict) =>
        $"{verdict.Verdict} by {verdict.Test}{(Figures.PIs(verdict.Adjusted) is { } p ? $", {p}" : "")}";

    /// <summary>A variant's confusion, whose counts are means over seeds, as whole exams: each counts once for each seed.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Confusion(VariantFigures figures) =>
        [.. figures.Confusion.Select(row => row.Select(count => (int)Math.Round(count * figures.Seeds.Count)).ToArray())];

    /// <summary>A run's state in a word; of none or several, that.</summary>
    public static string State(PlannedRun run) => run.Found.Count switch
    {
        0 => "not launched",
        > 1 => $"in {run.Found.Count} folders",
        _ => run.Run is { Missing: true } ? "folder missing" : RunText.Word(run.Run!).ToLowerInvariant(),
    };

    /// <summary>A sign for the state.</summary>
    public static string Sign(PlannedRun run) => run switch
    {
        { IsFinished: true } => "✓",
        { IsFailed: true } => "✕",
        { Found.Count: > 1 } => $"{run.Found.Count}×",
        { Run: null } => "–",
        { Run.Status: RunStatus.Stopped } => "■",
        { Run.PausedBy: not null } => "‖",
        { Run.Status: RunStatus.Queued } => "○",
        _ => "…",
    };

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
