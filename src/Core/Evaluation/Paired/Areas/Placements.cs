using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>
/// The placements of one class's scores (DeLong, DeLong and Clarke-Pearson, 1988), by mid-ranks (Sun and Xu, 2014): for an exam of the
/// class the share of the others that score lower, for another exam the share of the class that scores higher. A tie counts one half.
/// </summary>
internal sealed class Placements
{
    /// <param name="exams">The exams; both the class and the rest must have some.</param>
    /// <param name="c">The class.</param>
    public Placements(ScoredExams exams, int c)
    {
        Own = [.. exams.Labels.Select(label => label == c)];
        Positives = Own.Count(own => own);
        Negatives = Own.Length - Positives;
        Centred = new double[Own.Length];
        ScoreOrder order = exams.ClassOrders[c];
        long won = 0, positivesBelow = 0, negativesBelow = 0;
        int start = 0;
        foreach (int end in order.GroupEnds)
        {
            int tiedPositives = 0, tied = end - start;
            for (int at = start; at < end; at++) tiedPositives += Own[order.Entries[at]] ? 1 : 0;
            int tiedNegatives = tied - tiedPositives;
            long below = 2 * negativesBelow + tiedNegatives, above = 2 * (Positives - positivesBelow) - tiedPositives;
            for (int at = start; at < end; at++)
            {
                int exam = order.Entries[at];
                Centred[exam] = Own[exam] ? below / (2.0 * Negatives) : above / (2.0 * Positives);
            }
            won += tiedPositives * below;
            positivesBelow += tiedPositives;
            negativesBelow += tiedNegatives;
            start = end;
        }
        Area = won / (2.0 * Positives * Negatives);
        for (int i = 0; i < Centred.Length; i++) Centred[i] -= Area;
    }

    /// <summary>The area under the ROC curve of the class against the rest.</summary>
    public double Area { get; }

    /// <summary>Whether an exam is of the class.</summary>
    public bool[] Own { get; }

    /// <summary>Exams of the class.</summary>
    public int Positives { get; }

    /// <summary>Exams of other classes.</summary>
    public int Negatives { get; }

    /// <summary>Each exam's placement less the area.</summary>
    public double[] Centred { get; }

    /// <summary>Whether both the class and the rest have exams, so that there is an area.</summary>
    public static bool Exist(ScoredExams exams, int c) => exams.Labels.Contains(c) && exams.Labels.Any(label => label != c);
}
