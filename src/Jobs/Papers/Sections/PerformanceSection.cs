using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The results of one run: metrics, figures of each class, the confusion matrix and ROC curves.</summary>
internal static class PerformanceSection
{
    public const string MetricsTable = "metrics", ClassTable = "per-class", PointTable = "operating-points", ConfusionTable = "confusion";

    // A wider matrix would not fit a page: it is listed, and drawn as a figure.
    private const int WidestMatrix = 10;

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(1, "Results");
        yield return new PaperHeading(2, $"Performance on the {study.Split} split");
        if (SealText.InPlace(study) is { } seal)
        {
            yield return new PaperParagraph(seal);
            yield break;
        }
        yield return new PaperParagraph(Sentence(study));
        yield return Metrics(study);
        yield return ClassFigures(study);
        if (study.Main.Evaluation.ThresholdSplit is not null) yield return Points(study);
        yield return Confusion(study);
        if (ResultFigures.Confusion(study) is { } confusion) yield return confusion;
        if (ResultFigures.Roc(study) is { } roc) yield return roc;
    }

    private static string Sentence(PaperStudy study)
    {
        SplitReport results = study.Results;
        string patients = study.KnowsPatients ? $" of {PaperWords.Count(results.Units ?? 0, "patient")}" : "";
        int right = results.Confusion.Index().Sum(row => row.Item[row.Index]);
        string[] figures =
        [
            .. ((string[])[MetricNames.AucOvrMacro, MetricNames.BalancedAccuracy, MetricNames.F1Macro])
                .Where(metric => results.Metrics[metric] is not null)
                .Select(metric => $"{MetricTitle.Within(metric)} {InText(results.Metrics[metric], results.Intervals[metric])}"),
        ];
        string more = figures.Length == 0 ? "" : $"; {PaperWords.And(figures)}";
        return $"On {PaperWords.Count(results.Exams, "exam")}{patients}, {study.Main.Name} had {Figures.Count(right)} of {results.Exams} "
            + $"right: accuracy {InText(results.Metrics[MetricNames.Accuracy], results.Intervals[MetricNames.Accuracy])}{more} "
            + $"({{@{MetricsTable}}}). {{@{ClassTable}}} has the figures of each class, {{@{ConfusionTable}}} the confusion matrix.";
    }

    private static string InText(double? value, Interval? interval) => interval is null
        ? Figures.Value(value)
        : $"{Figures.Value(value)} (95 % interval {Figures.Interval(interval.Low, interval.High)})";

    private static PaperTable Metrics(PaperStudy study)
    {
        SplitReport results = study.Results;
        return new PaperTable(MetricsTable, $"Metrics of {study.Main.Name} on the {study.Split} split.",
            [
                PaperColumn.Words("Metric", 0.34, "metric"), PaperColumn.Words("Interval by", 0.22, "method"),
                new PaperColumn("Value", 0.18, "value"), new PaperColumn("95 % interval", 0.26, "low", "high"),
            ],
            [
                .. results.Metrics.Where(metric => MetricNames.SameAs(metric.Key) is null).Select(metric => (PaperCell[])
                [
                    new PaperCell(MetricTitle.Of(metric.Key), metric.Key),
                    new PaperCell(Method(results.Intervals[metric.Key]), results.Intervals[metric.Key]?.Method ?? ""),
                    PaperCells.Value(metric.Value),
                    PaperCells.Limits(results.Intervals[metric.Key]?.Low, results.Intervals[metric.Key]?.High),
                ]),
            ])
        {
            Note = string.Join(" ", Notes(results)),
        };
    }

    private static string Method(Interval? interval) => interval?.Method switch
    {
        IntervalMethod.Wilson => "Wilson",
        IntervalMethod.Mover => "MOVER",
        IntervalMethod.LogitArea => "logit scale",
        IntervalMethod.Bootstrap => "bootstrap",
        _ => "–",
    };

    private static IEnumerable<string> Notes(SplitReport results)
    {
        if (results.EceIfCalibrated is { } chance)
            yield return $"A calibrated model would have an expected calibration error of {Figures.Interval(chance.Low, chance.High)} "
                + $"here.";
        string[] reasons = [.. results.Undefined.Where(reason => reason.Key != $"intervals.{MetricNames.Ece}")
            .Select(reason => reason.Value).Distinct()];
        if (reasons.Length > 0) yield return $"–: {string.Join("; ", reasons)}.";
        foreach (string caution in results.Cautions.Values.Distinct()) yield return $"{caution}.";
    }

    private static PaperTable ClassFigures(PaperStudy study) => new(ClassTable,
        $"Figures of each class against the rest, {study.Main.Name} on the {study.Split} split, with 95 % intervals.",
        [
            PaperColumn.Words("Class", 0.2, "class"), new PaperColumn(study.KnowsPatients ? "Exams "
                + "(patients)" : "Exams", 0.12, "exams", study.Unit == "exams" ? "units" : study.Unit),
            PaperColumn.Interval("Sensitivity (recall)", 0.136, "recall"), PaperColumn.Interval("Specificity", 0.136, "specificity"),
            PaperColumn.Interval("PPV (precision)", 0.136, "precision"), PaperColumn.Interval("NPV", 0.136, "npv"),
            PaperColumn.Interval("F1", 0.136, "f1"),
        ],
        [
            .. study.Results.PerClass.Select(report => (PaperCell[])
            [
                PaperCells.Words(report.Name), Support(study, report), Figure(report, report.Recall, "recall"),
                Figure(report, report.Specificity, "specificity"), Figure(report, report.Precision, "precision"),
                Figure(report, report.Npv, "npv"), Figure(report, report.F1, "f1"),
            ]),
        ])
    {
        Note = ClassNotes(study),
    };

    private static PaperTable Points(PaperStudy study) => new(PointTable,
        $"Areas under curves of each class, and operating points with thresholds set on the {study.Main.Evaluation.ThresholdSplit} split; "
            + $"{study.Main.Name} on the {study.Split} split, with 95 % intervals.",
        [
            PaperColumn.Words("Class", 0.2, "class"), PaperColumn.Interval("AUC", 0.136, "auc"),
            PaperColumn.Interval("Average precision", 0.136, "average_precision"),
            PaperColumn.Interval("Sensitivity at 90 % specificity", 0.136, "sensitivity_at_specificity_90"),
            PaperColumn.Interval("Specificity there", 0.128, "specificity_at_threshold_90"),
            PaperColumn.Interval("Sensitivity at 95 % specificity", 0.136, "sensitivity_at_specificity_95"),
            PaperColumn.Interval("Specificity there", 0.128, "specificity_at_threshold_95"),
        ],
        [
            .. study.Results.PerClass.Select(report => (PaperCell[])
            [
                PaperCells.Words(report.Name), Figure(report, report.Auc, "auc"),
                Figure(report, report.AveragePrecision, "average_precision"),
                Figure(report, report.SensitivityAtSpecificity90, "sensitivity_at_specificity_90"),
                Figure(report, report.SpecificityAtThreshold90, "specificity_at_threshold_90"),
                Figure(report, report.SensitivityAtSpecificity95, "sensitivity_at_specificity_95"),
                Figure(report, report.SpecificityAtThreshold95, "specificity_at_threshold_95"),
            ]),
        ])
    {
        Note = "“Specificity there” is what the threshold has on this split. Fewer than 20 exams of other classes set no threshold.",
    };

    private static PaperTable Confusion(PaperStudy study)
    {
        IReadOnlyList<IReadOnlyList<int>> counts = study.Results.Confusion;
        string caption = $"Confusion matrix of {study.Main.Name} on the {study.Split} split: exams by true class (rows) and predicted "
            + $"class.";
        if (study.Classes.Count <= WidestMatrix)
        {
            double share = 0.8 / study.Classes.Count;
            return new PaperTable(ConfusionTable, caption,
                [
                    PaperColumn.Words("True class", 0.2, "true_class"),
                    .. study.Classes.Select(name => new PaperColumn(PaperWords.Clean(name), share, name)),
                ],
                [
                    .. counts.Select((row, c) => (PaperCell[])
                        [PaperCells.Words(study.Classes[c]), .. row.Select(count => PaperCells.Count(count))]),
                ]);
        }
        return new PaperTable(ConfusionTable, $"{caption} Pairs without exams are left out.",
            [
                PaperColumn.Words("True class", 0.4, "true_class"), PaperColumn.Words("Predicted class", 0.4, "predicted_class"),
                new PaperColumn("Exams", 0.2, "exams"),
            ],
            [
                .. counts.SelectMany((row, t) => row.Select((count, p) => (True: t, Predicted: p, Count: count)))
                    .Where(cell => cell.Count > 0)
                    .Select(cell => (PaperCell[])
                    [
                        PaperCells.Words(study.Classes[cell.True]), PaperCells.Words(study.Classes[cell.Predicted]),
                        PaperCells.Count(cell.Count),
                    ]),
            ])
        { Long = true };
    }

    private static PaperCell Support(PaperStudy study, ClassReport report)
    {
        string exams = PaperCells.Count(report.Support).Text;
        return new PaperCell(study.KnowsPatients ? $"{exams} ({PaperCells.Count(report.Units).Text})" : exams,
            (double)report.Support, (double?)report.Units);
    }

    private static PaperCell Figure(ClassReport report, double? value, string name) =>
        PaperCells.Interval(value, report.Intervals.GetValueOrDefault(name));

    private static string ClassNotes(PaperStudy study)
    {
        string[] cautions = [.. study.Results.PerClass.SelectMany(report => report.Cautions.Values).Distinct()];
        return "PPV and NPV: positive and negative predictive value. –: undefined, or no interval; evaluation.json says why."
            + string.Concat(cautions.Select(caution => $" {caution}."));
    }
}
