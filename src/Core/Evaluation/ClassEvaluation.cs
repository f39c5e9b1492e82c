using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation;

/// <summary>Builds the report of one class of one split.</summary>
internal sealed class ClassEvaluation(
    ScoredExams exams, ConfusionMatrix confusion, RankStatistics ranks, Thresholds thresholds, ClassIntervals intervals)
{
    private const string NoExams = "this class has no exams in the split";
    private const string NoOthers = "all exams of the split are of this class";
    private const string NothingPositive = "only calling no exam positive is specific enough";

    public ClassReport Report(int c, string name)
    {
        OrderedDictionary<string, string> undefined = [];
        bool absent = confusion.Support(c) == 0;

        double? Figure(string figure, double value, string reason)
        {
            if (!absent && double.IsFinite(value)) return value;
            undefined[figure] = absent ? NoExams : reason;
            return null;
        }

        (double? Sensitivity, double? Specificity, double? Threshold) At(int percent)
        {
            if (thresholds.Of(c, percent) is not { } threshold)
            {
                return (Figure($"sensitivity_at_specificity_{percent}", double.NaN, thresholds.WhyUndefined(c)),
                    Figure($"specificity_at_threshold_{percent}", double.NaN, thresholds.WhyUndefined(c)),
                    Figure($"threshold_{percent}", double.NaN, thresholds.WhyUndefined(c)));
            }
            (double sensitivity, double specificity) = OperatingPoint.Apply(exams, c, threshold);
            return (Figure($"sensitivity_at_specificity_{percent}", sensitivity, NoExams),
                Figure($"specificity_at_threshold_{percent}", specificity, NoOthers),
                Figure($"threshold_{percent}", threshold, NothingPositive));
        }

        double? Balanced(string figure, double? threshold, Func<double, double> value, string reason) => threshold is { } at
            ? Figure(figure, value(at), reason)
            : Figure(figure, double.NaN, thresholds.WhyUnbalanced(c));

        double? youden = thresholds.Youden(c), f1 = thresholds.LargestF1(c);
        (double? sensitivity90, double? specificity90, double? threshold90) = At(90);
        (double? sensitivity95, double? specificity95, double? threshold95) = At(95);
        ClassReport report = new()
        {
            Name = name,
            Support = (int)confusion.Support(c),
            Units = intervals.Units(c),
            Precision = Figure("precision", confusion.Precision(c), NoExams),
            Recall = Figure("recall", confusion.Recall(c), NoExams),
            F1 = Figure("f1", confusion.F1(c), NoExams),
            Specificity = Figure("specificity", confusion.Specificity(c), NoOthers),
            Npv = Figure("npv", confusion.NegativePredictiveValue(c), "every exam is called this class"),
            Auc = Figure("auc", ranks.Auc(c), NoOthers),
            AveragePrecision = Figure("average_precision", ranks.AveragePrecision(c), NoExams),
            SensitivityAtSpecificity90 = sensitivity90,
            SpecificityAtThreshold90 = specificity90,
            Threshold90 = threshold90,
            SensitivityAtSpecificity95 = sensitivity95,
            SpecificityAtThreshold95 = specificity95,
            Threshold95 = threshold95,
            SensitivityAtYouden = Balanced("sensitivity_at_youden", youden, at => OperatingPoint.Apply(exams, c, at).Sensitivity, NoExams),
            SpecificityAtYouden =
                Balanced("specificity_at_youden", youden, at => OperatingPoint.Apply(exams, c, at).Specificity, NoOthers),
            ThresholdYouden = Balanced("threshold_youden", youden, at => at, NoExams),
            SensitivityAtF1 = Balanced("sensitivity_at_f1", f1, at => OperatingPoint.Apply(exams, c, at).Sensitivity, NoExams),
            PrecisionAtF1 =
                Balanced("precision_at_f1", f1, at => OperatingPoint.Precision(exams, c, at), "no exam is positive at its threshold"),
            ThresholdF1 = Balanced("threshold_f1", f1, at => at, NoExams),
            Undefined = undefined,
            Cautions = Cautions(c, threshold90 ?? threshold95),
        };
        return report with { Intervals = intervals.Of(c, report, (90, thresholds.Of(c, 90)), (95, thresholds.Of(c, 95))) };
    }

    private OrderedDictionary<string, string> Cautions(int c, double? threshold)
    {
        OrderedDictionary<string, string> cautions = [];
        if (threshold is not null && thresholds.Caution(c) is { } caution)
        {
            cautions["sensitivity_at_specificity_90"] = caution;
            cautions["sensitivity_at_specificity_95"] = caution;
        }
        return cautions;
    }
}
