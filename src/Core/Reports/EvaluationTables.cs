using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>The tables of a split: its metrics with intervals, per-class metrics, and notes on the method.</summary>
internal static class EvaluationTables
{
    private const float NotesHeight = 62;
    private const float NoteSize = 7.5f;

    public static void Draw(Sheet page, EvaluationReport report, SplitReport split)
    {
        SKRect room = PdfPage.Content;
        float bottom = room.Bottom - NotesHeight;
        TextTable metrics = new(["Metric", "Value", "95 % interval"], [118, 38, 84]);
        foreach ((string name, double? value) in split.Metrics)
        {
            metrics.Add(Figures.Name(name), Figures.Of(value), Figures.Of(split.Intervals[name]));
        }
        metrics.Draw(page, new SKRect(room.Left, room.Top, room.Left + 240, bottom), "Metrics");

        TextTable classes = new(
            [
                "Class", "Exams", "Preci-\nsion", "Recall", "F1", "Speci-\nficity", "NPV", "AUC", "Average\nprecision",
                "Sens. at\nspec. 90", "Sens. at\nspec. 95",
            ],
            [122, 32, 34, 34, 32, 34, 32, 32, 46, 50, 50]);
        foreach (ClassReport c in split.PerClass)
        {
            classes.Add(
                c.Name, $"{c.Support}", Figures.Of(c.Precision), Figures.Of(c.Recall), Figures.Of(c.F1), Figures.Of(c.Specificity),
                Figures.Of(c.Npv), Figures.Of(c.Auc), Figures.Of(c.AveragePrecision), Figures.Of(c.SensitivityAtSpecificity90),
                Figures.Of(c.SensitivityAtSpecificity95));
        }
        classes.Draw(page, new SKRect(room.Right - 498, room.Top, room.Right, bottom), "Per-class metrics (one-vs-rest)");

        float y = bottom + 20;
        foreach (string line in Notes(report, split).SelectMany(note => Sheet.Wrap(note, room.Width, NoteSize)))
        {
            page.Text(line, room.Left, y, NoteSize, colour: PaperColours.Faint);
            y += 10;
        }
    }

    private static IEnumerable<string> Notes(EvaluationReport report, SplitReport split)
    {
        int leftOut = split.Intervals.Values.Max(interval => interval?.LeftOut ?? 0);
        BootstrapReport bootstrap = report.Bootstrap;
        yield return $"Intervals: percentile bootstrap of {bootstrap.Resamples} resamples of {bootstrap.Unit}, seed {bootstrap.Seed}"
            + (leftOut == 0 ? "." : $"; up to {leftOut} left out where a metric is undefined.");
        yield return "Macro means run over the classes that have exams. Sensitivities at a specificity of 90 and 95 %: "
            + (report.ThresholdSplit is { } set ? $"thresholds chosen on the {set} split." : "no split to choose thresholds on.");

        string[] reasons = [.. split.Undefined.Values.Concat(split.PerClass.SelectMany(c => c.Undefined.Values)).Distinct()];
        if (reasons.Length > 0) yield return $"– undefined: {string.Join("; ", reasons)}.";
    }
}
