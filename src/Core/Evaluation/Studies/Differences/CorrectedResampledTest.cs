using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Studies.Differences;

/// <summary>
/// The corrected resampled t-test (Nadeau and Bengio, 2003; over repeated folds: Bouckaert and Frank, 2004) of two settings: would models
/// trained this way on other exams differ? Folds share training exams, so their differences are no independent values, and the plain paired
/// t-test is far too bold. The variance s²/J becomes (1/J + n_test/n_train)·s².
/// </summary>
public sealed record CorrectedResampledTest
{
    // Means in another order differ by less.
    private const double Rounding = 1e-12;

    /// <summary>The mean of the differences; null without folds.</summary>
    public double? Mean { get; init; }

    /// <summary>The corrected variance of the mean; null with one fold.</summary>
    public double? Variance { get; init; }

    /// <summary>The mean by its standard error; null where nothing varies.</summary>
    public double? T { get; init; }

    /// <summary>Degrees of freedom: folds less one.</summary>
    public int? Df { get; init; }

    /// <summary>The two-sided p-value; 1 where all differences are 0, null where they are another number, and all the same.</summary>
    public double? P { get; init; }

    /// <summary>The lower limit of the 95 % interval of the mean.</summary>
    public double? Low { get; init; }

    /// <summary>The upper limit.</summary>
    public double? High { get; init; }

    /// <summary>Why figures are null.</summary>
    public string? Undefined { get; init; }

    /// <summary>Tests the differences of folds.</summary>
    /// <param name="differences">
    /// The difference in each fold, the seeds averaged first; folds in which it is undefined (NaN) are left out.
    /// </param>
    /// <param name="train">Exams that a run is trained on, the mean over folds; above 0.</param>
    /// <param name="test">Exams of a test fold, the mean over folds.</param>
    public static CorrectedResampledTest Of(IReadOnlyList<double> differences, double train, double test)
    {
        double[] known = [.. differences.Where(double.IsFinite)];
        if (known.Length == 0) return new CorrectedResampledTest { Undefined = "the metric is undefined in every fold" };
        double mean = known.Average();
        if (known.Length == 1)
            return new CorrectedResampledTest { Mean = mean, Undefined = "one fold says nothing of how much folds differ; use more" };

        CorrectedResampledTest found = new() { Mean = mean, Df = known.Length - 1 };
        if (known.Max() - known.Min() < Rounding)
        {
            bool none = Math.Abs(mean) < Rounding;
            return found with
            {
                Variance = 0,
                P = none ? 1 : null,
                Low = mean,
                High = mean,
                Undefined = none ? null : "all folds have the same difference, which has no variance",
            };
        }
        double squares = known.Sum(d => (d - mean) * (d - mean)) / (known.Length - 1);
        double variance = (1.0 / known.Length + test / train) * squares, error = Math.Sqrt(variance), t = mean / error;
        double half = Tails.StudentT975(known.Length - 1) * error;
        return found with
        {
            Variance = variance,
            T = t,
            P = Tails.StudentT(t, known.Length - 1),
            Low = mean - half,
            High = mean + half,
        };
    }
}
