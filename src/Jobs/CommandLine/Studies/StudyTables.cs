using System.Globalization;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Decisions;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Comparison.Export;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>Shows the results of a study in a terminal.</summary>
internal sealed class StudyTables(StudyDirectory study, IReadOnlyList<StudyCell> cells, StudyResults results)
{
    public void Show()
    {
        Console.WriteLine($"{study.Name}: {results.Runs} of {results.Of} runs are finished");
        Console.WriteLine(results.Title);
        Console.WriteLine();
        VariantTables tables = new(results);
        tables.ShowVariants();
        tables.ShowSpread();
        tables.ShowDifferences();
        ShowDecisions();
        ShowEnsembles();
        if (results.Selection is { } selection) Console.WriteLine(selection.Line);
        if (results.LearningCurve is { } curve) Console.WriteLine(curve.Answer);
        else if (study.Plan.Folds is CurveFolds)
            Console.WriteLine("No learning curve yet: it needs two sizes with all their runs, whose figures have an interval.");
        Console.WriteLine($"95 % intervals by {results.Resamples} resamples of {results.Unit}, for these models");
        foreach (string note in results.Notes) Console.WriteLine(note);
        foreach (StudyCell failed in cells.Where(cell => cell.State == StudyRunState.Failed))
            Console.WriteLine($"failed: {failed.Run.Words}: {failed.Reason}");
    }

    // Of the best, or else of the first that has figures; results.json and the table of --csv have all.
    private void ShowDecisions()
    {
        VariantResult? shown = results.Variants.FirstOrDefault(variant => variant.Variant == results.Selection?.Best)
            ?? results.Variants.FirstOrDefault(variant => variant.Decisions is not null);
        if (shown?.Decisions is not { } decisions) return;
        Console.WriteLine($"{shown.Variant}: decisions, each run at thresholds of its own validation exams, pooled");
        ClassDecisions[] decided = [.. decisions.PerClass.Where(of => of.WithoutThresholds is null)];
        if (decided.Length > 0)
            Tables.Write(
                ["class", "threshold for", "sensitivity", "specificity", "precision"],
                decided.SelectMany(of => of.Points.Select(point => (IReadOnlyList<string>)
                [
                    of.Name, ThresholdRule.Words(point.Key), Tables.Figure(point.Value.Sensitivity, point.Value.SensitivityInterval),
                    Tables.Figure(point.Value.Specificity, point.Value.SpecificityInterval), Tables.Figure(point.Value.Precision, null),
                ])), textColumns: 2);
        foreach (string why in decisions.PerClass.SelectMany(of => of.Points.Values.Select(point => (of.Name, point.Undefined)))
            .Where(point => point.Undefined is not null).Select(point => $"{point.Name}: {point.Undefined}").Distinct())
            Console.WriteLine(why);
        Console.WriteLine($"{shown.Variant}: calibrated by the validation exams of each run: " + string.Join("; ",
            decisions.Calibration.Select(figure => string.Create(CultureInfo.InvariantCulture,
                $"{figure.Key} {figure.Value.Before:F3} before, {figure.Value.After:F3} after"))));
    }

    private void ShowEnsembles()
    {
        VariantResult[] together = [.. results.Variants.Where(variant => variant.Ensemble is not null)];
        if (together.Length == 0) return;
        Console.WriteLine($"{results.Metric}: what the mean probabilities of the seeds gain");
        Tables.Write(
            ["variant", "ensemble", "mean of the seeds", "gain", "95 % interval"],
            together.Select(variant => (variant.Variant, Gain: variant.Ensemble!.Metrics[results.Metric]))
                .Select(row => (IReadOnlyList<string>)
                [
                    row.Variant, Figures.Value(row.Gain.Ensemble), Figures.Value(row.Gain.Members), Figures.Signed(row.Gain.Gain),
                    Figures.Interval(row.Gain.Interval?.Low, row.Gain.Interval?.High),
                ]));
    }
}
