using Angioboard.Core.Evaluation.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>
/// Stuart and Maxwell's test d'V⁻d, with d the differences of the margins. V is the Laplacian of the graph whose edges are the pairs of
/// classes that are confused: its rank is the number of classes less that of the connected parts. In each part one class is left out.
/// </summary>
internal static class MarginalHomogeneity
{
    public static ChiSquareTest Test(int[][] table)
    {
        double chi2 = 0;
        int df = 0;
        foreach (int[] part in Parts(table).Where(part => part.Length > 1))
        {
            int[] kept = part[..^1];
            Matrix<double> variance = Matrix<double>.Build.Dense(kept.Length, kept.Length, (row, column) => row == column
                ? Enumerable.Range(0, table.Length).Where(other => other != kept[row]).Sum(other => (double)Confused(kept[row], other))
                : -Confused(kept[row], kept[column]));
            Vector<double> apart = Vector<double>.Build.DenseOfEnumerable(
                kept.Select(c => (double)table[c].Sum() - table.Sum(row => row[c])));
            chi2 += apart * variance.Cholesky().Solve(apart);
            df += kept.Length;
        }
        return ChiSquareTest.Of(Math.Max(0, chi2), df);

        int Confused(int i, int j) => table[i][j] + table[j][i];
    }

    /// <summary>The classes in parts that confusion connects.</summary>
    private static IEnumerable<int[]> Parts(int[][] table)
    {
        bool[] seen = new bool[table.Length];
        for (int start = 0; start < table.Length; start++)
        {
            if (seen[start]) continue;
            seen[start] = true;
            List<int> part = [start];
            for (int at = 0; at < part.Count; at++)
            {
                for (int other = 0; other < table.Length; other++)
                {
                    if (seen[other] || table[part[at]][other] + table[other][part[at]] == 0) continue;
                    seen[other] = true;
                    part.Add(other);
                }
            }
            yield return [.. part];
        }
    }
}
