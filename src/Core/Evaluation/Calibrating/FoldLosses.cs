namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// Log losses by 5-fold cross-validation within the exams: every exam's loss is with a fit to the other folds. All exams of a patient are
/// in one fold.
/// </summary>
internal sealed class FoldLosses
{
    private const int Folds = 5;
    private const long Seed = 42;

    private readonly FittedExams exams;
    private readonly int[] folds;

    /// <param name="exams">The exams.</param>
    /// <param name="members">Each unit's exams.</param>
    /// <param name="key">The data's key: the same exams give the same folds.</param>
    public FoldLosses(FittedExams exams, int[][] members, string key)
    {
        this.exams = exams;
        folds = new int[exams.Labels.Length];
        // Sorted by class after shuffling, so that every fold has its share of a rare class.
        int[] shuffled = new SeededRandom(Seed, $"calibration/{key}").Permutation(members.Length);
        foreach ((int place, int unit) in shuffled.OrderBy(unit => exams.Labels[members[unit][0]]).Index())
        {
            foreach (int exam in members[unit]) folds[exam] = place % Folds;
        }
    }

    /// <summary>The mean loss of a method; null where it cannot be fitted without one of the folds.</summary>
    public double? Of(Func<FittedExams, Recalibration?> fit)
    {
        int[] all = [.. Enumerable.Range(0, folds.Length)];
        double sum = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            FittedExams left = exams.Only(all.Where(i => folds[i] == fold));
            if (left.Labels.Length == 0) continue;
            if (fit(exams.Only(all.Where(i => folds[i] != fold))) is not { } fitted) return null;
            sum += left.Loss(fitted) * left.Labels.Length;
        }
        return sum / folds.Length;
    }
}
