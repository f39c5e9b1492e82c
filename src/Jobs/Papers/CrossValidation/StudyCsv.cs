using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Decisions;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Jobs.Lists;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>
/// The results of a study as a table: for each variant a row for each metric, then for each class its own figures. Numbers are in full.
/// </summary>
public static class StudyCsv
{
    private static readonly string[] header =
    [
        "variant", "runs", "of", "class", "metric", "value", "low", "high", "folds_mean", "folds_sd", "folds", "seeds_mean", "seeds_sd",
        "seeds", "difference", "difference_low", "difference_high", "p_patients", "p_folds", "p_seeds", "p_patients_holm", "p_folds_holm",
        "p_seeds_holm", "verdict_patients", "verdict_folds", "verdict_seeds", "ensemble", "ensemble_gain", "ensemble_gain_low",
        "ensemble_gain_high", "note",
    ];

    // Behind the verdicts.
    private const int EnsembleFigures = 4;

    private static readonly string[] tests = [VariantVerdict.Patients, VariantVerdict.Folds, VariantVerdict.Seeds];

    /// <summary>The table as text.</summary>
    /// <param name="results">The results.</param>
    public static string Text(StudyResults results)
    {
        using StringWriter writer = new();
        Write(results, writer);
        return writer.ToString();
    }

    /// <summary>Writes the table.</summary>
    /// <param name="results">The results.</param>
    /// <param name="writer">Receives the text, and stays open.</param>
    public static void Write(StudyResults results, TextWriter writer)
    {
        using CsvText csv = new(writer);
        csv.Texts(header);
        csv.EndRow();
        foreach (VariantResult variant in results.Variants)
        {
            if (variant.Figures is not { } figures)
            {
                Begin(csv, variant, "", results.Metric);
                Finish(csv, blank: 18, variant.Note ?? "");
                continue;
            }
            foreach (string metric in FoldedMetrics.Names) Metric(csv, results, variant, figures, metric);
            foreach (ClassFigures c in figures.PerClass) Class(csv, variant, c);
            if (variant.Decisions is { } decisions) Decisions(csv, variant, decisions);
        }
        csv.Flush();
    }

    private static void Metric(CsvText csv, StudyResults results, VariantResult variant, VariantFigures figures, string metric)
    {
        Begin(csv, variant, "", metric);
        Interval? interval = figures.Intervals.GetValueOrDefault(metric);
        Numbers(csv, figures.Metrics.GetValueOrDefault(metric), interval?.Low, interval?.High);
        foreach (Spread? spread in new[] { figures.OverFolds.GetValueOrDefault(metric), figures.OverSeeds.GetValueOrDefault(metric) })
            Numbers(csv, spread?.Mean, spread?.Sd, spread?.N);
        VariantDifference? difference = variant.Difference;
        bool decides = metric == results.Metric;
        Numbers(csv, difference?.Difference.GetValueOrDefault(metric), difference?.Patients[metric].Low, difference?.Patients[metric].High,
            difference?.Patients[metric].P, difference?.Folds[metric].P, decides ? difference?.Seeds?.P : null);
        VariantVerdict?[] verdicts =
            [.. tests.Select(test => decides ? difference?.Verdicts.FirstOrDefault(verdict => verdict.Test == test) : null)];
        foreach (VariantVerdict? verdict in verdicts) csv.Number(verdict?.Adjusted);
        foreach (VariantVerdict? verdict in verdicts) csv.Text(verdict?.Verdict ?? "");
        EnsembleGain? ensemble = variant.Ensemble?.Metrics.GetValueOrDefault(metric);
        Numbers(csv, ensemble?.Ensemble, ensemble?.Gain, ensemble?.Interval?.Low, ensemble?.Interval?.High);
        string?[] notes =
        [
            variant.Note, figures.Undefined.GetValueOrDefault(metric) ?? figures.Undefined.GetValueOrDefault($"intervals.{metric}")
                ?? figures.Cautions.GetValueOrDefault(metric), decides ? variant.NotCompared : null,
        ];
        csv.Text(string.Join("; ", notes.OfType<string>()));
        csv.EndRow();
    }

    private static void Class(CsvText csv, VariantResult variant, ClassFigures c)
    {
        (string Name, double? Value)[] figures =
        [
            ("support", c.Support), ("units", c.Units), ("recall", c.Recall), ("specificity", c.Specificity), ("precision", c.Precision),
            ("f1", c.F1), ("auc", c.Auc), ("average_precision", c.AveragePrecision),
        ];
        foreach ((string name, double? value) in figures)
        {
            Begin(csv, variant, c.Name, name);
            Interval? interval = c.Intervals.GetValueOrDefault(name);
            Numbers(csv, value, interval?.Low, interval?.High);
            Finish(csv, blank: 15, c.Undefined.GetValueOrDefault(name) ?? "");
        }
    }

    // The calibration error of all exams, then the decisions on each class.
    private static void Decisions(CsvText csv, VariantResult variant, VariantDecisions decisions)
    {
        foreach ((string metric, CalibratedFigure figure) in decisions.Calibration)
        {
            if (metric == MetricNames.Ece) Row("", metric, figure.Before, null, null);
            Row("", $"{metric}_calibrated", figure.After, null, null);
        }
        foreach (ClassDecisions c in decisions.PerClass)
        {
            foreach ((string rule, PooledPoint point) in c.Points)
            {
                Row(c.Name, $"sensitivity_at_{rule}", point.Sensitivity, point.SensitivityInterval, point.Undefined ?? point.Caution);
                Row(c.Name, $"specificity_at_{rule}", point.Specificity, point.SpecificityInterval, point.Undefined);
                Row(c.Name, $"precision_at_{rule}", point.Precision, null, point.Undefined);
            }
        }

        void Row(string c, string figure, double? value, Interval? interval, string? note)
        {
            Begin(csv, variant, c, figure);
            Numbers(csv, value, interval?.Low, interval?.High);
            Finish(csv, blank: 15, note ?? "");
        }
    }

    private static void Begin(CsvText csv, VariantResult variant, string c, string figure)
    {
        csv.Text(variant.Variant);
        Numbers(csv, variant.Runs, variant.Of);
        csv.Texts(c, figure);
    }

    // What a row has no figures for.
    private static void Finish(CsvText csv, int blank, string note)
    {
        for (int i = 0; i < blank; i++) csv.Number(null);
        for (int i = 0; i < tests.Length; i++) csv.Text("");
        for (int i = 0; i < EnsembleFigures; i++) csv.Number(null);
        csv.Text(note);
        csv.EndRow();
    }

    private static void Numbers(CsvText csv, params ReadOnlySpan<double?> values)
    {
        foreach (double? value in values) csv.Number(value);
    }
}
