namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>
/// The exact permutation test of two runs' accuracy: how often the difference would be at least as large if each unit's two outputs were
/// swapped with a chance of one half. If every patient has one exam, it is the exact McNemar test.
/// </summary>
/// <param name="ExamsP">The p-value with exams swapped one by one.</param>
/// <param name="PatientsP">The p-value with all exams of a patient swapped together: the one to report.</param>
public sealed record SwapTest(double ExamsP, double PatientsP)
{
    /// <summary>The test.</summary>
    /// <param name="differences">For each exam, 1 where only the first run is right, −1 where only the second is, else 0.</param>
    /// <param name="patients">Each exam's patient, from 0.</param>
    internal static SwapTest Of(int[] differences, int[] patients) => new(P(differences), P(Sums(differences, patients)));

    /// <summary>The sum of each patient's differences.</summary>
    internal static int[] Sums(int[] differences, int[] patients)
    {
        int[] sums = new int[patients.Max() + 1];
        for (int i = 0; i < differences.Length; i++) sums[patients[i]] += differences[i];
        return sums;
    }

    /// <summary>P(|S| ≥ |sum|) of S, the sum of the differences with random signs: their distributions convolved.</summary>
    private static double P(int[] differences)
    {
        int most = differences.Sum(Math.Abs), reached = 0;
        double[] chances = new double[2 * most + 1], next = new double[2 * most + 1];
        chances[most] = 1;
        foreach (int d in differences.Select(Math.Abs).Where(d => d > 0))
        {
            Array.Clear(next);
            for (int sum = -reached; sum <= reached; sum++)
            {
                double half = chances[most + sum] / 2;
                next[most + sum + d] += half;
                next[most + sum - d] += half;
            }
            reached += d;
            (chances, next) = (next, chances);
        }
        int observed = Math.Abs(differences.Sum());
        return Math.Min(1, chances.Where((_, at) => Math.Abs(at - most) >= observed).Sum());
    }
}
