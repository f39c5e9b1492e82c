namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// The temperature with the smallest log loss. The loss is convex in 1/T, so its derivative changes sign once: the search halves the range
/// of log T until it is found.
/// </summary>
internal static class TemperatureFit
{
    private const double Limit = 5;
    private const int Halvings = 60;

    /// <summary>Fits it.</summary>
    /// <param name="exams">The exams.</param>
    /// <returns>The temperature, and whether the loss still falls at the end of the range, where the search stops.</returns>
    public static (double Temperature, bool Capped) Of(FittedExams exams)
    {
        double low = -Limit, high = Limit;
        if (WantsSharper(exams, low)) return (Math.Exp(low), true);
        if (!WantsSharper(exams, high)) return (Math.Exp(high), true);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (WantsSharper(exams, middle)) high = middle;
            else low = middle;
        }
        return (Math.Exp((low + high) / 2), false);
    }

    // Whether the loss falls as 1/T grows: whether the mean z under the model is below that of the true classes.
    private static bool WantsSharper(FittedExams exams, double log)
    {
        Recalibration at = new(Math.Exp(log));
        double slope = 0;
        for (int i = 0; i < exams.Labels.Length; i++)
        {
            double[] z = exams.Logits[i], p = at.Softmax(z);
            for (int c = 0; c < z.Length; c++) slope += p[c] * (z[c] - z[exams.Labels[i]]);
        }
        return slope < 0;
    }
}
