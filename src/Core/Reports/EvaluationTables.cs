using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>The tables of a split: its metrics with intervals, per-class metrics, and notes on the method.</summary>
internal static class EvaluationTables
{
    private const float NotesHeight = 72;
    // With more classes their intervals would be too small to read; evaluation.json has them.
    private const int MostWithIntervals = 12;
    private const float NoteSize = 7.5f;
    private const int MostNoteLines = 6;

    public static void Draw(Sheet page, EvaluationReport report, SplitReport split)
    {
        SKRect room = PdfPage.Content;
        float bottom = room.Bottom - NotesHeight;
        TextTable metrics = new(["Metric", "Value", "95 % interval"], [118, 38, 84]);
        foreach ((string name, double? value) in split.Metrics)
        {
            bool repeats = MetricNames.SameAs(name) is not null;
            metrics.Add(Figures.Name(name), repeats ? "=" : Figures.Of(value), repeats
                ? Figures.Name(MetricNames.SameAs(name)!)
                : name == MetricNames.Ece && split.EceIfCalibrated is { } chance
                    ? $"{chance.Low:0.000} to {chance.High:0.000} †"
                    : Figures.Of(split.Intervals.GetValueOrDefault(name)));
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
        float end = classes.Draw(
            page, new SKRect(room.Right - 498, room.Top, room.Right, bottom), "Per-class metrics (one-vs-rest)");
        if (split.PerClass.Count <= MostWithIntervals) Intervals(page, split, new SKRect(room.Right - 498, end + 22, room.Right, bottom));

        float y = bottom + 20;
        string[] lines = [.. Notes(report, split).SelectMany(note => Sheet.Wrap(note, room.Width, NoteSize))];
        if (lines.Length > MostNoteLines) lines = [.. lines[..(MostNoteLines - 1)], "… The other notes are in evaluation.json."];
        foreach (string line in lines)
        {
            page.Text(line, room.Left, y, NoteSize, colour: PaperColours.Faint);
            y += 10;
        }
    }

    private static void Intervals(Sheet page, SplitReport split, SKRect room)
    {
        if (split.PerClass.All(c => c.Intervals.Count == 0)) return;
        string[] figures = ["precision", "recall", "f1", "specificity", "npv", "auc", "average_precision", "sensitivity_at_specificity_90",
            "sensitivity_at_specificity_95"];
        TextTable intervals = new(
            ["95 % interval", "Preci-\nsion", "Recall", "F1", "Speci-\nficity", "NPV", "AUC", "Average\nprecision", "Sens. at\nspec. 90",
                "Sens. at\nspec. 95"],
            [93, .. Enumerable.Repeat(45f, figures.Length)]);
        foreach (ClassReport c in split.PerClass)
            intervals.Add([c.Name, .. figures.Select(figure => Figures.Narrow(c.Intervals.GetValueOrDefault(figure)))]);
        intervals.Draw(page, room, "Their intervals");
    }

    private static IEnumerable<string> Notes(EvaluationReport report, SplitReport split)
    {
        int leftOut = split.Intervals.Values.Max(interval => interval?.LeftOut ?? 0);
        BootstrapReport bootstrap = report.Bootstrap;
        bool older = bootstrap.Seed is not null;
        yield return (older
            ? $"Intervals: percentile bootstrap of {bootstrap.Resamples} resamples of {bootstrap.Unit}, seed {bootstrap.Seed}"
            : $"Intervals over {split.Units} {bootstrap.Unit}: Wilson with the effective sample size for shares, the logit scale for AUC "
                + $"(one-vs-rest), {bootstrap.Resamples:N0} bootstrap resamples of {bootstrap.Unit} for the others")
            + (leftOut == 0 ? "." : $"; up to {leftOut} resamples left out that lack a class.");
        if (!older && bootstrap.Unit == "exams")
            yield return "Patients are not known, so each exam counts as one; if two eyes of a patient are in, intervals are too narrow.";
        if (split.EceIfCalibrated is not null)
            yield return "† What the calibration error of a calibrated model would be on as many exams, not an interval of this one.";
        yield return "Macro means run over the classes that have exams. Sensitivities at a specificity of 90 and 95 %: "
            + (report.ThresholdSplit is { } set ? $"thresholds chosen on the {set} split." : "no split to choose thresholds on.");

        string[] reasons = [.. split.Undefined.Concat(split.PerClass.SelectMany(c => c.Undefined))
            .Where(reason => reason.Key != $"intervals.{MetricNames.Ece}").Select(reason => reason.Value).Distinct()];
        if (reasons.Length > 0) yield return $"– undefined: {string.Join("; ", reasons)}.";
        string[] cautions = [.. split.Cautions.Values.Concat(split.PerClass.SelectMany(c => c.Cautions.Values)).Distinct()];
        if (cautions.Length > 0) yield return $"Few exams: {string.Join("; ", cautions)}.";
    }
}
