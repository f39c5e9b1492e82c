using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>
/// The exams of some folds and their units. The draws depend on exams, labels and patients alone, so all variants with the same folds see
/// the same patients in each.
/// </summary>
internal sealed class DrawnExams
{
    /// <param name="exams">Exams of the folds.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="patients">Patient of every exam; null if exams count as independent.</param>
    public DrawnExams(FoldedExams exams, IReadOnlyList<string> classes, IReadOnlyDictionary<string, string>? patients)
    {
        Classes = classes;
        Unit = patients is null ? "exams" : "patients";
        Units = new ExamUnits(exams.Names, exams.Pooled.Labels, classes.Count, patients);
        Drawn = new DrawnUnits(Units.Members);
        Fewest = FewestUnits.Of(exams.Pooled, Units.Of, Unit);
        Labels = exams.Pooled;
    }

    public IReadOnlyList<string> Classes { get; }

    /// <summary>What a unit is, in the plural.</summary>
    public string Unit { get; }

    public ExamUnits Units { get; }

    public DrawnUnits Drawn { get; }

    public FewestUnits Fewest { get; }

    /// <summary>Exams with the labels of all variants.</summary>
    public ScoredExams Labels { get; }

    /// <summary>What the draws depend on.</summary>
    public string Key => $"study/{Units.Key}";

    /// <summary>Why a metric that needs every class has no interval; null where it has one.</summary>
    public string? TooFew(string metric) =>
        MetricNames.NeedEveryClass.Contains(metric) && Fewest.Count < FewUnits.Least ? TooFewOf(Fewest.Class) : null;

    /// <summary>Why a class's own figures have no interval by resamples; null where they have one.</summary>
    public string? TooFewOfClass(int c) => Units.WithClass(c) < FewUnits.Least ? TooFewOf(c) : null;

    /// <summary>What to keep in mind about a metric's interval; null for nothing.</summary>
    public string? Caution(string metric) => MetricNames.NeedEveryClass.Contains(metric) && Fewest.Count < FewUnits.Few
        ? $"{Classes[Fewest.Class]} has {Counted(Fewest.Count)}; below {FewUnits.Few} the interval is uncertain"
        : Units.Count < FewUnits.FewInAll ? $"{Counted(Units.Count)} in all; below {FewUnits.FewInAll} the interval is uncertain" : null;

    private string TooFewOf(int c) => $"{Classes[c]} has {Counted(Units.WithClass(c))}; an interval needs at least {FewUnits.Least}";

    private string Counted(int count) => count == 1 ? $"1 {Unit[..^1]}" : $"{count} {Unit}";
}
