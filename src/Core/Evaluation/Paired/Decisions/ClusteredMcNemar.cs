using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>The statistic of a test and its p-value.</summary>
/// <param name="Chi2">χ² with one degree of freedom.</param>
/// <param name="P">The p-value.</param>
public sealed record Obuchowski(double Chi2, double P);

/// <summary>
/// McNemar's test with patients as independent units (Obuchowski, 1998). If every patient has one exam it is McNemar's times
/// (patients − 1) / patients.
/// </summary>
/// <param name="Patients">How many patients.</param>
/// <param name="Difference">The share of exams that the first run has right less that of the second.</param>
/// <param name="SandwichVariance">The variance of the difference, over patients.</param>
/// <param name="Obuchowski">The test; null where both runs are right equally often within every patient.</param>
public sealed record ClusteredMcNemar(int Patients, double Difference, double SandwichVariance, Obuchowski? Obuchowski)
{
    /// <summary>Why the test is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Undefined => Obuchowski is null ? "both runs are right equally often within every patient" : null;

    /// <summary>The test.</summary>
    /// <param name="differences">For each exam, 1 where only the first run is right, −1 where only the second is, else 0.</param>
    /// <param name="patients">Each exam's patient, from 0.</param>
    internal static ClusteredMcNemar Of(int[] differences, int[] patients)
    {
        double mean = differences.Average();
        int[] sums = SwapTest.Sums(differences, patients);
        double[] centred = new double[sums.Length];
        for (int i = 0; i < differences.Length; i++) centred[patients[i]] += differences[i] - mean;
        double count = sums.Length, sum = sums.Sum(), squares = sums.Sum(d => (double)d * d);
        double variance = count / (count - 1) * centred.Sum(d => d * d) / differences.Length / differences.Length;
        double chi2 = (count - 1) / count * sum * sum / squares;
        return new ClusteredMcNemar(
            sums.Length, mean, variance, squares == 0 ? null : new Obuchowski(chi2, Tails.ChiSquare(chi2, 1)));
    }
}
