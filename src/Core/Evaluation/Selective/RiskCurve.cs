using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Selective;

/// <summary>Computes the risk at each coverage.</summary>
internal static class RiskCurve
{
    private const double Read = 0.2;
    private const int Fewest = 5;

    /// <summary>The curve of a split.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="units">Each exam's unit.</param>
    public static RiskCoverage Of(ScoredExams exams, int[] units)
    {
        int count = exams.Count;
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(i => exams.Confidence[i])];
        double[] risk = new double[count];
        int wrong = 0;
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            wrong += IsWrong(order[k]) ? 1 : 0;
            risk[k] = (double)wrong / (k + 1);
            sum += wrong;
        }
        return new RiskCoverage { Risk = risk, Area = risk.Average(), Augrc = sum / ((double)count * count), Rest = Rest() };

        bool IsWrong(int i) => exams.Predicted[i] != exams.Labels[i];

        RiskOfRest? Rest()
        {
            if (count < Fewest) return null;
            int kept = count - (int)Math.Round(Read * count);
            Limits limits = ClusteredProportion.Wilson(order[..kept], IsWrong, units)!;
            return new RiskOfRest(
                Read, kept, risk[kept - 1], new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson), risk[^1]);
        }
    }
}
