using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>Fits calibration lines by maximum likelihood, with the robust variance over patients (Liang and Zeger, 1986).</summary>
internal static class CalibrationLines
{
    private const double Least = 1e-6;
    private const int MostSteps = 100;
    private const double Converged = 1e-10;
    private const double Largest = 100;

    /// <summary>The line of a class against the rest.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="c">The class.</param>
    /// <param name="units">Each exam's unit.</param>
    public static CalibrationLine Of(ScoredExams exams, int c, int[] units)
    {
        bool[] own = [.. exams.Labels.Select(label => label == c)];
        if (own.All(value => !value)) return new CalibrationLine(null, null, "this class has no exams in the split");
        if (own.All(value => value)) return new CalibrationLine(null, null, "all exams of the split are of this class");
        double[] odds = [.. exams.Probabilities.Select(row => LogOdds(row[c]))];
        CalibrationEstimate? large = Fit(odds, own, units, withSlope: false), slope = Fit(odds, own, units, withSlope: true);
        return new CalibrationLine(large, slope,
            large is null ? "its probabilities are at their limits"
                : slope is null ? "the class is perfectly separated from the others, or has one probability in all exams" : null);
    }

    private static double LogOdds(double p)
    {
        double kept = Math.Clamp(p, Least, 1 - Least);
        return Math.Log(kept / (1 - kept));
    }

    // Newton's method for intercept a and slope b, which stays 1 without withSlope. Null if it does not converge.
    private static CalibrationEstimate? Fit(double[] x, bool[] own, int[] units, bool withSlope)
    {
        double a = 0, b = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            double ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double p = 1 / (1 + Math.Exp(-(a + b * x[i]))), residual = (own[i] ? 1 : 0) - p, weight = p * (1 - p);
                (ga, gb) = (ga + residual, gb + residual * x[i]);
                (haa, hab, hbb) = (haa + weight, hab + weight * x[i], hbb + weight * x[i] * x[i]);
            }
            if (!withSlope) (gb, hab, hbb) = (0, 0, 1);
            double determinant = haa * hbb - hab * hab;
            if (!(determinant > 1e-12 * haa * hbb)) return null;
            double da = (hbb * ga - hab * gb) / determinant, db = (haa * gb - hab * ga) / determinant;
            // A long step may overshoot where probabilities are extreme.
            double shorter = Math.Min(1, 2 / Math.Max(Math.Abs(da), Math.Abs(db)));
            (a, b) = (a + shorter * da, b + shorter * db);
            if (Math.Abs(a) > Largest || Math.Abs(b) > Largest) return null;
            if (Math.Abs(da) + Math.Abs(db) > Converged) continue;
            double value = withSlope ? b : a;
            if (Error(x, own, units, withSlope, a, b, (haa, hab, hbb)) is not { } error) return new CalibrationEstimate(value, null, null);
            return new CalibrationEstimate(value, value - Tails.Normal975 * error, value + Tails.Normal975 * error);
        }
        return null;
    }

    private static double? Error(double[] x, bool[] own, int[] units, bool withSlope, double a, double b,
        (double Aa, double Ab, double Bb) hessian)
    {
        int count = units.Max() + 1;
        if (count < 2) return null;
        (double A, double B)[] scores = new (double, double)[count];
        for (int i = 0; i < x.Length; i++)
        {
            double residual = (own[i] ? 1 : 0) - 1 / (1 + Math.Exp(-(a + b * x[i])));
            (double sa, double sb) = scores[units[i]];
            scores[units[i]] = (sa + residual, withSlope ? sb + residual * x[i] : 0);
        }
        double determinant = hessian.Aa * hessian.Bb - hessian.Ab * hessian.Ab;
        // The row of the inverse that belongs to the estimate.
        (double ra, double rb) = withSlope
            ? (-hessian.Ab / determinant, hessian.Aa / determinant)
            : (hessian.Bb / determinant, -hessian.Ab / determinant);
        double variance = scores.Sum(score => Math.Pow(ra * score.A + rb * score.B, 2));
        return Math.Sqrt(variance * count / (count - 1));
    }
}
