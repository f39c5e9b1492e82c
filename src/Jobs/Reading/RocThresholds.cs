using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Jobs.Reading;

/// <summary>The thresholds of a ROC curve's points. evaluation.json does not hold them; they follow from the predictions.</summary>
public static class RocThresholds
{
    /// <summary>
    /// For each point of the curve the probability from which on an exam counts as the class; null where there is none, as at (0, 0), or
    /// where the predictions are not those of the curve.
    /// </summary>
    /// <param name="exams">The exams of the split.</param>
    /// <param name="class">The class's index.</param>
    /// <param name="curve">The class's curve.</param>
    public static IReadOnlyList<double?> Of(IReadOnlyList<ExamPrediction> exams, int @class, RocCurve curve)
    {
        ExamPrediction[] ordered = [.. exams.Where(exam => exam.Label is not null && @class < exam.Probabilities.Length)
            .OrderByDescending(exam => exam.Probabilities[@class])];
        int positive = ordered.Count(exam => exam.Label == @class), negative = ordered.Length - positive;
        Dictionary<(int False, int True), double> reached = [];
        int wrong = 0, right = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            if (ordered[i].Label == @class) right++;
            else wrong++;
            // Exams of equal probability are counted together.
            if (i + 1 == ordered.Length || ordered[i + 1].Probabilities[@class] != ordered[i].Probabilities[@class])
                reached[(wrong, right)] = ordered[i].Probabilities[@class];
        }
        return
        [
            .. curve.FalsePositiveRate.Zip(curve.TruePositiveRate, (x, y) =>
                ((int)Math.Round(x * negative), (int)Math.Round(y * positive)) is var counts
                    && reached.TryGetValue(counts, out double threshold) ? threshold : (double?)null),
        ];
    }
}
