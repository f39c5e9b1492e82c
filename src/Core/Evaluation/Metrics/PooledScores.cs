namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The pairs (exam, class) of a split by ascending probability.</summary>
internal sealed class PooledScores
{
    public PooledScores(ScoredExams exams)
    {
        double[] scores = new double[exams.Count * exams.Classes];
        for (int i = 0; i < exams.Count; i++) exams.Probabilities[i].CopyTo(scores, i * exams.Classes);
        ScoreOrder order = new(scores);
        Pairs = order.Entries;
        for (int at = 0; at < Pairs.Length; at++)
        {
            (int exam, int c) = Math.DivRem(Pairs[at], exams.Classes);
            Pairs[at] = 2 * exam + (exams.Labels[exam] == c ? 1 : 0);
        }
        Ties = order.Ties;
    }

    /// <summary>For each pair, lowest probability first, twice the exam's index, plus one if the class is the exam's own.</summary>
    public int[] Pairs { get; }

    /// <summary>As <see cref="ScoreOrder.Ties"/>.</summary>
    public (int Start, int End)[] Ties { get; }
}
