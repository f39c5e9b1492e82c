namespace Angioboard.Core.Data.Folds;

/// <summary>
/// Folds that keep groups whole and classes in proportion: the greedy of scikit-learn's StratifiedGroupKFold(shuffle=False), 1.2, to the
/// last bit. Groups with the most uneven class counts come first, each goes into the fold that leaves the classes' shares most even.
/// </summary>
public static class StratifiedGroups
{
    // numpy.isclose.
    private const double Relative = 1e-5, Absolute = 1e-8;

    /// <summary>The fold of each exam, from 0.</summary>
    /// <param name="labels">Each exam's class.</param>
    /// <param name="groups">Each exam's patient, as a number. Patients who are alike in all else are taken in the order of these.</param>
    /// <param name="folds">The number of folds, 1 or more.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or <paramref name="folds"/> is not positive.</exception>
    public static int[] Assign(IReadOnlyList<int> labels, IReadOnlyList<int> groups, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        if (labels.Count != groups.Count) throw new ArgumentException("Each exam needs a label and a group", nameof(groups));
        int[] known = [.. groups.Distinct().Order()], classes = [.. labels.Distinct().Order()];
        double[][] counts = [.. known.Select(_ => new double[classes.Length])];
        double[] exams = new double[classes.Length];
        int[] places = [.. groups.Select(group => Array.BinarySearch(known, group))];
        for (int i = 0; i < labels.Count; i++)
        {
            int label = Array.BinarySearch(classes, labels[i]);
            counts[places[i]][label]++;
            exams[label]++;
        }

        FoldShares shares = new(exams, folds);
        int[] home = new int[known.Length];
        double[] deviations = [.. counts.Select(NumpySums.Deviation)];
        foreach (int group in Enumerable.Range(0, known.Length).OrderByDescending(group => deviations[group]))
        {
            home[group] = Best(shares, counts[group]);
            shares.Add(home[group], counts[group]);
        }
        return [.. places.Select(place => home[place])];
    }

    private static int Best(FoldShares shares, double[] group)
    {
        int best = 0;
        double least = double.PositiveInfinity, fewest = double.PositiveInfinity;
        for (int fold = 0; fold < shares.Folds; fold++)
        {
            double spread = shares.SpreadWith(fold, group), exams = shares.Exams(fold);
            if (spread < least || (Math.Abs(spread - least) <= Absolute + Relative * Math.Abs(least) && exams < fewest))
                (best, least, fewest) = (fold, spread, exams);
        }
        return best;
    }
}
