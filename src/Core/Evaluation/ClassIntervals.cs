using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation;

/// <summary>
/// The intervals of a class's figures: shares by Wilson, the area on the logit scale, F1 and average precision by resamples. A percentile
/// bootstrap of a share has no width where all of few exams are right.
/// </summary>
internal sealed class ClassIntervals(ScoredExams exams, ExamUnits units, SplitIntervals split)
{
    private readonly int[] all = [.. Enumerable.Range(0, exams.Count)];

    /// <summary>Units with an exam of the class.</summary>
    public int Units(int c) => units.WithClass(c);

    /// <summary>
    /// The intervals by their figure's name. Why one is missing is added to the report's <see cref="ClassReport.Undefined"/>.
    /// </summary>
    /// <param name="c">The class.</param>
    /// <param name="report">Its figures: those that are null have no interval.</param>
    /// <param name="thresholds">The percent of specificity and the threshold for it.</param>
    public OrderedDictionary<string, Interval> Of(int c, ClassReport report, params ReadOnlySpan<(int Percent, double? Value)> thresholds)
    {
        OrderedDictionary<string, Interval> intervals = [];
        int[] own = Where(i => exams.Labels[i] == c), others = Where(i => exams.Labels[i] != c);
        bool Called(int i) => exams.Predicted[i] == c;
        bool Own(int i) => exams.Labels[i] == c;

        Add("precision", report.Precision, Share(Where(Called), Own));
        Add("recall", report.Recall, Share(own, Called));
        Add("f1", report.F1, split.F1(c));
        Add("specificity", report.Specificity, Share(others, i => !Called(i)));
        Add("npv", report.Npv, Share(Where(i => !Called(i)), i => !Own(i)));
        if (report.Auc is not null) Add("auc", report.Auc, Area(c));
        Add("average_precision", report.AveragePrecision, split.AveragePrecision(c));
        foreach ((int percent, double? threshold) in thresholds)
        {
            if (threshold is not { } limit) continue;
            bool Above(int i) => exams.Probabilities[i][c] >= limit;
            double? sensitivity = percent == 90 ? report.SensitivityAtSpecificity90 : report.SensitivityAtSpecificity95,
                specificity = percent == 90 ? report.SpecificityAtThreshold90 : report.SpecificityAtThreshold95;
            Add($"sensitivity_at_specificity_{percent}", sensitivity, Share(own, Above));
            Add($"specificity_at_threshold_{percent}", specificity, Share(others, i => !Above(i)));
        }
        if (report.ThresholdYouden is { } youden)
        {
            bool Above(int i) => exams.Probabilities[i][c] >= youden;
            Add("sensitivity_at_youden", report.SensitivityAtYouden, Share(own, Above));
            Add("specificity_at_youden", report.SpecificityAtYouden, Share(others, i => !Above(i)));
        }
        if (report.ThresholdF1 is { } f1)
        {
            bool Above(int i) => exams.Probabilities[i][c] >= f1;
            Add("sensitivity_at_f1", report.SensitivityAtF1, Share(own, Above));
            Add("precision_at_f1", report.PrecisionAtF1, Share(Where(Above), Own));
        }
        return intervals;

        void Add(string figure, double? value, (Interval? Interval, string? Why) made)
        {
            if (value is null) return;
            if (made.Interval is { } interval) intervals[figure] = interval;
            else report.Undefined[$"intervals.{figure}"] = made.Why!;
        }
    }

    private int[] Where(Func<int, bool> chosen) => [.. all.Where(chosen)];

    private (Interval?, string?) Share(int[] chosen, Func<int, bool> right) =>
        ClusteredProportion.Wilson(chosen, right, units.Of) is { } limits
            ? (new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson), null)
            : (null, "it is a share of no exams");

    private (Interval?, string?) Area(int c)
    {
        NamedExams alone = new("", exams);
        ClassAreas areas = ClassAreas.Of(alone, alone, c, units.Of);
        return areas.First is { ClusteredLogitInterval: [double low, double high] }
            ? (new Interval(low, high, 0, IntervalMethod.LogitArea), null)
            : (null, areas.Undefined.GetValueOrDefault(units.Members.Length == exams.Count ? "delong" : "clustered")
                ?? (SplitIntervals.Separates(areas.First!.Auc) ? "the class is perfectly separated from the others"
                    : "all exams of the class are ranked alike, and so are all others, which gives no variance"));
    }
}
