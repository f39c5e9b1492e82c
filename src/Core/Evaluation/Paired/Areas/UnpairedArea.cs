using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>
/// The test of two areas under ROC curves on different exams, as pROC does it: Student's t with Satterthwaite's degrees of freedom. Runs on
/// the same exams need <see cref="ClassAreas"/>: this test would miss most of their differences.
/// </summary>
/// <param name="AucFirst">The first area.</param>
/// <param name="AucSecond">The second area.</param>
/// <param name="VarianceFirst">DeLong's variance of the first.</param>
/// <param name="VarianceSecond">DeLong's variance of the second.</param>
/// <param name="Difference">The first less the second.</param>
/// <param name="T">The difference by its standard error.</param>
/// <param name="Df">Degrees of freedom.</param>
/// <param name="PByT">The two-sided p-value by Student's t.</param>
/// <param name="PByNormal">The same by the normal distribution.</param>
public sealed record UnpairedArea(
    double AucFirst, double AucSecond, double VarianceFirst, double VarianceSecond, double Difference, double T, double Df, double PByT,
    double PByNormal)
{
    /// <summary>Compares a class's areas; every exam must have a label.</summary>
    /// <exception cref="InputException">
    /// The class, or the rest, has fewer than two exams on either side, or both areas have no variance.
    /// </exception>
    public static UnpairedArea Of(IReadOnlyList<ExamPrediction> first, IReadOnlyList<ExamPrediction> second, int c)
    {
        (double a, double ofFirst) = Area(first, c);
        (double b, double ofSecond) = Area(second, c);
        double variance = ofFirst + ofSecond, difference = a - b;
        if (variance == 0) throw new InputException($"class {c}: both runs separate it perfectly, which gives no variance to test with");
        double t = difference / Math.Sqrt(variance), df = Satterthwaite.Freedom((ofFirst, first.Count - 1), (ofSecond, second.Count - 1));
        return new UnpairedArea(a, b, ofFirst, ofSecond, difference, t, df, Tails.StudentT(t, df), Tails.Normal(t));
    }

    private static (double Area, double Variance) Area(IReadOnlyList<ExamPrediction> exams, int c)
    {
        ScoredExams scored = new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)],
            exams[0].Probabilities.Length);
        ClassUnits alone = new([.. Enumerable.Range(0, exams.Count)], [.. scored.Labels.Select(label => label == c)]);
        if (!alone.HaveVariance)
            throw new InputException($"class {c}: the area of a class needs two exams of it and two of others; give more exams");
        Placements placements = new(scored, c);
        return (placements.Area, alone.Variance(placements.Centred));
    }
}
