using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>
/// A variant's one-vs-rest figures of a class, means over seeds. Recall, specificity, precision and F1 are of the pooled exams, the area
/// and the average precision within folds. What is undefined is null.
/// </summary>
public sealed record ClassFigures
{
    /// <summary>The class.</summary>
    public required string Name { get; init; }

    /// <summary>Exams of this class.</summary>
    public required int Support { get; init; }

    /// <summary>Independent units with an exam of this class.</summary>
    public required int Units { get; init; }

    /// <summary>Sensitivity.</summary>
    public required double? Recall { get; init; }

    /// <summary>Share of the other classes' exams that are not predicted as this class.</summary>
    public required double? Specificity { get; init; }

    /// <summary>0 where the class is never predicted.</summary>
    public required double? Precision { get; init; }

    /// <summary>Harmonic mean of precision and recall.</summary>
    public required double? F1 { get; init; }

    /// <summary>Area under the ROC curve within folds.</summary>
    public required double? Auc { get; init; }

    /// <summary>Average precision, the mean over folds weighted by their exams of the class.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>95 % intervals by the figures' names.</summary>
    public required OrderedDictionary<string, Interval?> Intervals { get; init; }

    /// <summary>Why an interval is null, by the figures' names.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    internal static ClassFigures Of(MeasuredVariant variant, FigureIntervals intervals, int c)
    {
        DrawnExams exams = variant.Exams;
        ConfusionMatrix[] tables = [.. variant.Predictions.Exams.Select(seed => new ConfusionMatrix(seed.Pooled, seed.Pooled.Once))];
        int f1 = Pooling.FoldedMetrics.Names.Count + c, auc = f1 + exams.Classes.Count, precision = auc + exams.Classes.Count;
        bool has = tables[0].Support(c) > 0;
        OrderedDictionary<string, Interval?> limits = [];
        OrderedDictionary<string, string> undefined = [];
        Add("recall", has, () => (intervals.Recall(c), null));
        Add("specificity", tables[0].Support(c) < tables[0].Total, () => (intervals.Specificity(c), null));
        Add("f1", has, () => intervals.OfClass(c, f1));
        Add("auc", !double.IsNaN(variant.Values[auc]), () => intervals.AreaOf(c, auc));
        Add("average_precision", has, () => intervals.OfClass(c, precision));
        return new ClassFigures
        {
            Name = exams.Classes[c],
            Support = (int)tables[0].Support(c),
            Units = exams.Units.WithClass(c),
            Recall = Finite(tables.Average(table => table.Recall(c))),
            Specificity = Finite(tables.Average(table => table.Specificity(c))),
            Precision = has ? tables.Average(table => table.Precision(c)) : null,
            F1 = Finite(variant.Values[f1]),
            Auc = Finite(variant.Values[auc]),
            AveragePrecision = Finite(variant.Values[precision]),
            Intervals = limits,
            Undefined = undefined,
        };

        void Add(string figure, bool defined, Func<(Interval?, string?)> of)
        {
            (Interval? interval, string? why) = defined ? of() : (null, has ? "no fold has exams of this class and of others"
                : "no exam is of this class");
            limits.Add(figure, interval);
            if (why is not null) undefined.Add(figure, why);
        }
    }

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;
}
