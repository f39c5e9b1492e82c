using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>Cochran's Q (1950): whether several runs are right equally often, with exams as independent.</summary>
/// <param name="Q">The statistic; 0 where all runs are right on the same exams.</param>
/// <param name="Df">Runs less one.</param>
/// <param name="P">The p-value.</param>
public sealed record CochranQ(double Q, int Df, double P)
{
    /// <summary>The test.</summary>
    /// <param name="right">For each run, which exams it has right.</param>
    internal static CochranQ Of(IReadOnlyList<bool[]> right)
    {
        double runs = right.Count, all = 0, ofRuns = 0, ofExams = 0;
        foreach (bool[] run in right)
        {
            double count = run.Count(exam => exam);
            all += count;
            ofRuns += count * count;
        }
        for (int i = 0; i < right[0].Length; i++)
        {
            double count = right.Count(run => run[i]);
            ofExams += count * count;
        }
        double spread = runs * all - ofExams, q = spread == 0 ? 0 : (runs - 1) * (runs * ofRuns - all * all) / spread;
        return new CochranQ(q, right.Count - 1, Tails.ChiSquare(q, right.Count - 1));
    }
}
