using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Conformal;

/// <summary>Finds the quantiles of class-conditional split conformal sets.</summary>
internal static class ConformalFit
{
    private const int AlphaPercent = 10;
    private const long Seed = 42;

    /// <summary>The quantiles.</summary>
    /// <param name="exams">Labelled exams of validation.</param>
    /// <param name="members">Each unit's exams.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="key">The data's key: the same data give the same exam of each patient.</param>
    public static ConformalQuantiles Of(IReadOnlyList<ExamPrediction> exams, int[][] members, int classes, string key)
    {
        double[][] scores = [.. Enumerable.Range(0, classes).Select(c => Scores(exams, members, c, key))];
        return new ConformalQuantiles
        {
            Alpha = AlphaPercent / 100.0,
            Quantiles = [.. scores.Select(Quantile)],
            Units = [.. scores.Select(own => own.Length)],
        };
    }

    // One exam per patient, drawn: two of one patient are not exchangeable with those of others.
    private static double[] Scores(IReadOnlyList<ExamPrediction> exams, int[][] members, int c, string key)
    {
        List<double> scores = [];
        for (int unit = 0; unit < members.Length; unit++)
        {
            int[] own = [.. members[unit].Where(i => exams[i].Label == c)];
            if (own.Length == 0) continue;
            int drawn = own[new SeededRandom(Seed, $"conformal/{key}", unit, c).NextInt(own.Length)];
            scores.Add(1 - exams[drawn].Probabilities[c]);
        }
        return [.. scores.Order()];
    }

    // The ⌈(n + 1)(1 − α)⌉-th smallest; there is none for n < 1/α − 1.
    private static double Quantile(double[] ascending)
    {
        int rank = ((ascending.Length + 1) * (100 - AlphaPercent) + 99) / 100;
        return rank > ascending.Length ? 1 : ascending[rank - 1];
    }
}
