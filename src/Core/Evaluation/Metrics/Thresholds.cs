namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// The thresholds of every class, set on the validation split and applied to every split. The training split never sets one: a model's
/// scores of exams it was fitted to are further apart than those of new exams.
/// </summary>
internal sealed class Thresholds
{
    /// <summary>Fewest exams of other classes that set a threshold: below, one exam moves the specificity by more than 5 %.</summary>
    public const int FewestOthers = 20;

    /// <summary>Fewest exams of the class below which its sensitivity at the threshold is given with a caution.</summary>
    public const int FewPositives = 10;

    private const string Setting = "validation";

    private readonly ScoredExams? exams;
    private readonly long[] support;
    private readonly double?[] at90;
    private readonly double?[] at95;
    private readonly double?[] youden;
    private readonly double?[] f1;

    private Thresholds(ScoredExams? exams, int classes)
    {
        this.exams = exams;
        support = exams?.Support(exams.Once) ?? new long[classes];
        (at90, at95) = (On(90), On(95));
        (youden, f1) = (Balanced(OperatingPoint.Youden), Balanced(OperatingPoint.LargestF1));
    }

    /// <summary>The split they were set on; null if it has no labels.</summary>
    public string? Split => exams is null ? null : Setting;

    public static Thresholds Set(IReadOnlyDictionary<string, ScoredExams> splits, int classes) =>
        new(splits.GetValueOrDefault(Setting), classes);

    /// <summary>The threshold of a class for a specificity of 90 or 95 percent; null where it could not be set.</summary>
    public double? Of(int c, int percent) => percent == 90 ? at90[c] : at95[c];

    /// <summary>The threshold of a class with the largest Youden index; null where it could not be set.</summary>
    public double? Youden(int c) => youden[c];

    /// <summary>The threshold of a class with the largest F1; null where it could not be set.</summary>
    public double? LargestF1(int c) => f1[c];

    /// <summary>Why a class has no threshold by its own exams and the others.</summary>
    public string WhyUnbalanced(int c) => exams is null || Others(c) < FewestOthers
        ? WhyUndefined(c)
        : $"{Setting} has {support[c]} exams of this class; such a threshold needs at least {FewPositives}";

    /// <summary>Why a class has no threshold.</summary>
    public string WhyUndefined(int c) => exams is null
        ? "no labelled validation split to set a threshold on"
        : $"{Setting} has {Others(c)} exams of other classes; a threshold needs at least {FewestOthers}";

    /// <summary>What to keep in mind about a class's threshold; null for nothing.</summary>
    public string? Caution(int c) => exams is not null && support[c] < FewPositives
        ? $"{Setting}, which set the threshold, has {support[c]} exams of this class; below {FewPositives} its sensitivity is uncertain"
        : null;

    private long Others(int c) => exams!.Count - support[c];

    private double?[] Balanced(Func<ScoredExams, int, double?> best) =>
    [
        .. Enumerable.Range(0, support.Length)
            .Select(c => exams is null || Others(c) < FewestOthers || support[c] < FewPositives ? null : best(exams, c)),
    ];

    private double?[] On(int percent) =>
    [
        .. Enumerable.Range(0, support.Length)
            .Select(c => exams is null || Others(c) < FewestOthers ? null : OperatingPoint.Threshold(exams, c, percent)),
    ];
}
