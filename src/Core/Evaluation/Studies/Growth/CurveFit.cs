namespace Angioboard.Core.Evaluation.Studies.Growth;

/// <summary>
/// A power law of the error by the number of patients, error(n) = a + b·n^(−c), with a, b ≥ 0 and c from 0.01 to 2 (Cortes et al., 1993;
/// Figueroa et al., 2012; Viering and Loog, 2023).
/// </summary>
/// <param name="A">The error that no number of patients would take away.</param>
/// <param name="B">The error above it of one patient.</param>
/// <param name="C">How fast it falls.</param>
public sealed record CurveFit(double A, double B, double C)
{
    private const double Slowest = 0.01, Fastest = 2, Precision = 1e-13;

    private const int Steps = 80;

    /// <summary>The error at a number of patients.</summary>
    public double At(double patients) => A + B * Math.Pow(patients, -C);

    /// <summary>
    /// Least squares, weighted by 1 / variance. For each c, a and b follow from a linear system; c is the best of a grid, refined by golden
    /// section.
    /// </summary>
    /// <param name="patients">Numbers of patients, above 0; at least three different ones.</param>
    /// <param name="errors">The error at each.</param>
    /// <param name="variances">The variance of each; if one is 0, all count the same.</param>
    public static CurveFit Of(double[] patients, double[] errors, double[] variances)
    {
        double scale = patients.Max();
        double[] weights = variances.Any(variance => variance <= 0)
            ? [.. variances.Select(_ => 1.0)]
            : [.. variances.Select(variance => variances.Min() / variance)];
        double[] relative = [.. patients.Select(n => n / scale)];
        int best = Enumerable.Range(0, Steps + 1).MinBy(step => Linear(Grid(step)).Squares);
        double c = Golden(Grid(Math.Max(0, best - 1)), Grid(Math.Min(Steps, best + 1)));
        (double a, double b, _) = Linear(c);
        return new CurveFit(a, b * Math.Pow(scale, c), c);

        static double Grid(int step) => Slowest * Math.Pow(Fastest / Slowest, (double)step / Steps);

        double Golden(double low, double high)
        {
            double ratio = (Math.Sqrt(5) - 1) / 2;
            double left = high - ratio * (high - low), right = low + ratio * (high - low);
            (double atLeft, double atRight) = (Linear(left).Squares, Linear(right).Squares);
            while (high - low > Precision)
            {
                if (atLeft <= atRight)
                {
                    (high, right, atRight) = (right, left, atLeft);
                    atLeft = Linear(left = high - ratio * (high - low)).Squares;
                }
                else
                {
                    (low, left, atLeft) = (left, right, atRight);
                    atRight = Linear(right = low + ratio * (high - low)).Squares;
                }
            }
            return (low + high) / 2;
        }

        // Of the solutions within a, b ≥ 0: the free one if it is, else the better one at an edge.
        (double A, double B, double Squares) Linear(double c)
        {
            double w = 0, wu = 0, wuu = 0, wy = 0, wuy = 0;
            double[] powers = [.. relative.Select(n => Math.Pow(n, -c))];
            for (int i = 0; i < powers.Length; i++)
            {
                w += weights[i];
                wu += weights[i] * powers[i];
                wuu += weights[i] * powers[i] * powers[i];
                wy += weights[i] * errors[i];
                wuy += weights[i] * powers[i] * errors[i];
            }
            // Around the weighted means, which loses fewer digits.
            double mean = wu / w, middle = wy / w, across = 0, along = 0;
            for (int i = 0; i < powers.Length; i++)
            {
                across += weights[i] * (powers[i] - mean) * (powers[i] - mean);
                along += weights[i] * (powers[i] - mean) * (errors[i] - middle);
            }
            double b = along / across, a = middle - b * mean;
            if (a >= 0 && b >= 0) return (a, b, Squares(a, b));
            (double, double, double) rising = (0, Math.Max(0, wuy / wuu), Squares(0, Math.Max(0, wuy / wuu)));
            (double, double, double) flat = (Math.Max(0, middle), 0, Squares(Math.Max(0, middle), 0));
            return rising.Item3 <= flat.Item3 ? rising : flat;

            double Squares(double a, double b)
            {
                double sum = 0;
                for (int i = 0; i < powers.Length; i++)
                {
                    double rest = errors[i] - a - b * powers[i];
                    sum += weights[i] * rest * rest;
                }
                return sum;
            }
        }
    }
}
