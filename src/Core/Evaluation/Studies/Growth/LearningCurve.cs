using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Studies.Growth;

/// <summary>A point of a learning curve.</summary>
/// <param name="Variant">The variant that was trained on these patients.</param>
/// <param name="Patients">How many.</param>
/// <param name="Value">The metric, the mean over seeds.</param>
/// <param name="Variance">Its variance over patients of the test and over seeds.</param>
public sealed record CurvePoint(string Variant, int Patients, double Value, double Variance);

/// <summary>A step of a learning curve: how much better the metric gets; above 0 is better, also where lower values are.</summary>
/// <param name="From">Patients before.</param>
/// <param name="To">Patients after.</param>
/// <param name="Gain">How much better.</param>
/// <param name="Interval">Its 95 % interval, from draws of test patients and seeds.</param>
public sealed record CurveStep(int From, int To, double Gain, Limits Interval);

/// <summary>
/// Whether more exams would help: a metric by the number of patients trained on. What was measured is the headline; the fit says what twice
/// as many patients may give, and no more than that.
/// </summary>
public sealed record LearningCurve
{
    /// <summary>Fewest sizes for a fit.</summary>
    public const int FewestSizes = 4;

    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The points, fewest patients first.</summary>
    public required IReadOnlyList<CurvePoint> Points { get; init; }

    /// <summary>The last two sizes, which share their test exams.</summary>
    public required CurveStep Last { get; init; }

    /// <summary>
    /// The fit of the error, which is 1 less the metric, or the metric where lower values are better; null where there is none.
    /// </summary>
    public CurveFit? Fit { get; init; }

    /// <summary>By the fit: twice the patients of the last size.</summary>
    public CurveStep? Next { get; init; }

    /// <summary>The 95 % band of the metric at twice the patients.</summary>
    public Limits? Band { get; init; }

    /// <summary>Why there is no fit.</summary>
    public string? Undefined { get; init; }

    /// <summary>The answer in words.</summary>
    public required string Answer { get; init; }
}
