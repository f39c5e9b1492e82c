using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>Bowker's test (1948) of symmetry: whether runs that disagree call each two classes in both orders equally often.</summary>
/// <param name="Chi2">The statistic.</param>
/// <param name="DfAllPairs">Pairs of classes, as R and statsmodels count degrees of freedom.</param>
/// <param name="PAllPairs">The p-value with them.</param>
/// <param name="DfInformativePairs">Pairs of classes between which the runs disagree for some exam.</param>
/// <param name="PInformativePairs">The p-value with them: the one to report.</param>
public sealed record Bowker(double Chi2, int DfAllPairs, double PAllPairs, int DfInformativePairs, double PInformativePairs);

/// <summary>How two lists of classes of the same exams agree. The tests say that they differ, not which is better.</summary>
/// <param name="Table">Exams by the first list's class (rows) and the second's (columns).</param>
/// <param name="Bowker">The test of symmetry.</param>
/// <param name="StuartMaxwell">
/// The test of Stuart (1955) and Maxwell (1970): whether each class is called equally often. Degrees of freedom are the rank of its matrix.
/// </param>
/// <param name="Kappa">Cohen's kappa (1960); null where both lists have one class only.</param>
public sealed record Agreement(
    IReadOnlyList<IReadOnlyList<int>> Table, Bowker Bowker, ChiSquareTest StuartMaxwell, double? Kappa)
{
    /// <summary>Compares two lists.</summary>
    /// <param name="first">Each exam's class in the first list.</param>
    /// <param name="second">The same in the second list.</param>
    /// <param name="classes">The number of classes.</param>
    internal static Agreement Of(int[] first, int[] second, int classes)
    {
        int[][] table = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int i = 0; i < first.Length; i++) table[first[i]][second[i]]++;
        return Of(table);
    }

    /// <summary>The tests of a table.</summary>
    internal static Agreement Of(int[][] table) =>
        new(table, Symmetry(table), MarginalHomogeneity.Test(table), KappaOf(table));

    private static Bowker Symmetry(int[][] table)
    {
        int pairs = 0, informative = 0;
        double chi2 = 0;
        for (int i = 0; i < table.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                pairs++;
                double differ = table[i][j] + table[j][i], apart = table[i][j] - table[j][i];
                if (differ == 0) continue;
                informative++;
                chi2 += apart * apart / differ;
            }
        }
        return new Bowker(chi2, pairs, ChiSquareTest.Of(chi2, pairs).P, informative, ChiSquareTest.Of(chi2, informative).P);
    }

    private static double? KappaOf(int[][] table)
    {
        double total = table.Sum(row => (double)row.Sum()), agreed = 0, expected = 0;
        for (int c = 0; c < table.Length; c++)
        {
            agreed += table[c][c];
            expected += (double)table[c].Sum() * table.Sum(row => row[c]) / total;
        }
        return expected == total ? null : (agreed - expected) / (total - expected);
    }
}
