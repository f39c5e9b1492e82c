using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>
/// Multinomial logistic regression with a ridge, as scikit-learn's <c>LogisticRegression(C=1)</c> on standardised features: it minimises
/// the log losses' sum plus half the squared coefficients. The intercepts are free. Two classes share one coefficient, as there.
/// </summary>
internal sealed class RidgeRegression
{
    private const double Tolerance = 1e-8;
    // MathNet stops at such a relative progress or step, too.
    private const double LeastStep = 1e-12, LeastProgress = 1e-15;
    private const int MostSteps = 2000, Memory = 20;

    private readonly int features, classes;
    private readonly int[] present;
    private readonly double[] means, scales, at;

    private RidgeRegression(int features, int classes, int[] present, double[] means, double[] scales, double[] at) =>
        (this.features, this.classes, this.present, this.means, this.scales, this.at) = (features, classes, present, means, scales, at);

    /// <summary>The coefficients of a class that the fit saw, one per feature and the intercept last.</summary>
    public double[] Coefficients(int c) => at[(c * (features + 1))..((c + 1) * (features + 1))];

    /// <summary>Fits it.</summary>
    /// <param name="rows">Each exam's features.</param>
    /// <param name="labels">Each exam's class; at least two classes.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static RidgeRegression Fit(double[][] rows, int[] labels, int classes, CancellationToken cancellation)
    {
        int features = rows[0].Length, n = rows.Length;
        double[] means = [.. Enumerable.Range(0, features).Select(f => rows.Average(row => row[f]))];
        double[] scales =
            [.. means.Select((mean, f) => Math.Sqrt(rows.Average(row => Math.Pow(row[f] - mean, 2))) is > 1e-12 and double s ? s : 1)];
        int[] present = [.. labels.Distinct().Order()];
        int[] targets = [.. labels.Select(label => Array.BinarySearch(present, label))];
        double[][] standard = [.. rows.Select(row => Standardise(row, means, scales))];

        double ridge = present.Length == 2 ? 2 : 1;
        IObjectiveFunction loss = ObjectiveFunction.Gradient(point =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Evaluate(standard, targets, present.Length, ridge, point);
        });
        Vector<double> start = Vector<double>.Build.Dense(present.Length * (features + 1));
        MinimizationResult found = new LimitedMemoryBfgsMinimizer(Tolerance, LeastStep, LeastProgress, Memory, MostSteps)
            .FindMinimum(loss, start);
        return new RidgeRegression(features, classes, present, means, scales, found.MinimizingPoint.ToArray());
    }

    /// <summary>The probabilities of the classes; 0 for one that the fit did not see.</summary>
    public double[] Predict(double[] row)
    {
        double[] scores = Scores(Standardise(row, means, scales), at, present.Length);
        double largest = scores.Max(), sum = scores.Sum(score => Math.Exp(score - largest));
        double[] probabilities = new double[classes];
        for (int c = 0; c < scores.Length; c++) probabilities[present[c]] = Math.Exp(scores[c] - largest) / sum;
        return probabilities;
    }

    private static double[] Standardise(double[] row, double[] means, double[] scales) =>
        [.. row.Select((value, f) => (value - means[f]) / scales[f])];

    private static double[] Scores(double[] row, ReadOnlySpan<double> at, int classes)
    {
        int width = row.Length + 1;
        double[] scores = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            double score = at[c * width + row.Length];
            for (int f = 0; f < row.Length; f++) score += row[f] * at[c * width + f];
            scores[c] = score;
        }
        return scores;
    }

    // Per exam, so that tolerances mean the same for all sizes.
    private static (double Loss, Vector<double> Gradient) Evaluate(
        double[][] rows, int[] targets, int classes, double ridge, Vector<double> point)
    {
        double[] at = point.ToArray();
        int features = rows[0].Length, width = features + 1, n = rows.Length;
        double loss = 0;
        double[] gradient = new double[at.Length];
        for (int i = 0; i < n; i++)
        {
            double[] row = rows[i], scores = Scores(row, at, classes);
            double largest = scores.Max(), sum = scores.Sum(score => Math.Exp(score - largest));
            loss += largest + Math.Log(sum) - scores[targets[i]];
            for (int c = 0; c < classes; c++)
            {
                double error = Math.Exp(scores[c] - largest) / sum - (targets[i] == c ? 1 : 0);
                Span<double> own = gradient.AsSpan(c * width, width);
                for (int f = 0; f < features; f++) own[f] += error * row[f];
                own[features] += error;
            }
        }
        for (int k = 0; k < at.Length; k++)
        {
            if (k % width == features) continue;
            loss += ridge / 2 * at[k] * at[k];
            gradient[k] += ridge * at[k];
        }
        return (loss / n, Vector<double>.Build.Dense(gradient) / n);
    }
}
