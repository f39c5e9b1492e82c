using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>A figure that one opens a run's page for.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
/// <param name="Note">What belongs to it: an interval, a reason.</param>
public sealed record RunKeyFigure(string Name, string Value, string? Note = null)
{
    private static readonly (string Metric, string Name)[] tested =
        [(MetricNames.AucOvrMacro, "Test AUC"), (MetricNames.Accuracy, "Test accuracy"), (MetricNames.F1Macro, "Test F1")];

    /// <summary>The figures of a run: the epoch that is kept and why, its results on the test split, and the training.</summary>
    /// <param name="run">The run.</param>
    /// <param name="test">Its evaluation on the test split; null before there is one.</param>
    public static IReadOnlyList<RunKeyFigure> Of(Run run, EvaluatedSplit? test)
    {
        List<RunKeyFigure> figures = [];
        string key = run.Settings.CheckpointMetric.Key();
        if (run.BestEpoch is { } best)
        {
            string extreme = run.Settings.CheckpointMetric.Maximized() ? "highest" : "lowest";
            string metric = MetricTitle.Within(RunCurves.MetricOf(key));
            figures.Add(new RunKeyFigure(run.Status.IsFinal() ? "Kept epoch" : "Best epoch so far", $"{best + 1}",
                $"{extreme} validation {metric}"));
            if (run.AtBest.GetValueOrDefault(key) is { } value)
                figures.Add(new RunKeyFigure($"Validation {metric}", RunText.Figure(value), "of this epoch"));
        }
        foreach ((string metric, string name) in tested)
        {
            if ((test?.Report.Metrics ?? Known(run))?.GetValueOrDefault(metric) is { } value)
                figures.Add(new RunKeyFigure(name, value.ToString("0.000", CultureInfo.InvariantCulture),
                    Interval(test?.Report.Intervals.GetValueOrDefault(metric))));
        }
        if (run.EpochsDone > 0)
            figures.Add(new RunKeyFigure("Epochs", $"{run.EpochsDone} of {run.Settings.Epochs}", Ended(run)));
        if (run.TrainingSeconds is { } seconds)
            figures.Add(new RunKeyFigure("Training time", RunText.Span(seconds),
                run.FramesPerSecond is { } speed ? $"{speed.ToString("0.#", CultureInfo.InvariantCulture)} frames/s" : null));
        return figures;
    }

    private static IReadOnlyDictionary<string, double?>? Known(Run run) => run.Splits.GetValueOrDefault("test");

    private static string? Interval(Interval? interval) => interval is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"95 % interval {interval.Low:0.000}–{interval.High:0.000}");

    private static string? Ended(Run run) => run switch
    {
        { CutShort: true } => "finished early",
        { EndedEarly: true } => "early stopping",
        { Status: RunStatus.Stopped or RunStatus.Failed or RunStatus.Diverged } => RunText.Word(run).ToLowerInvariant(),
        _ => null,
    };
}
