using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Studies.Growth;

/// <summary>Makes a learning curve.</summary>
internal static class GrowthFigures
{
    // Refits of more draws change the band by less than its own error.
    private const int MostRefits = 2000;

    /// <summary>Fits the points, and refits each draw for the band.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="points">The points, fewest patients first; at least two, of different sizes.</param>
    /// <param name="drawn">
    /// For each point, the metric in each draw of test patients and seeds, the same draws for all; at least two draws.
    /// </param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LearningCurve Of(string metric, IReadOnlyList<CurvePoint> points, double[][] drawn, CancellationToken cancellation)
    {
        bool lower = MetricDirection.LowerIsBetter(metric);
        double[] sizes = [.. points.Select(point => (double)point.Patients)], errors = [.. points.Select(point => Error(point.Value))];
        double[] variances = [.. points.Select(point => point.Variance)];
        CurvePoint before = points[^2], last = points[^1];
        CurveStep measured = new(before.Patients, last.Patients, Error(before.Value) - Error(last.Value),
            LimitsOf(drawn[^2].Zip(drawn[^1], (a, b) => Error(a) - Error(b))));
        LearningCurve curve = new() { Metric = metric, Points = points, Last = measured, Answer = Words(metric, lower, measured) };
        if (NoFit(points.Count, LimitsOf(drawn[0].Zip(drawn[^1], (a, b) => Error(a) - Error(b))), before: points[0], last) is { } why)
            return curve with { Undefined = why, Answer = $"{curve.Answer} What more patients would give is unknown: {why}." };

        CurveFit fit = CurveFit.Of(sizes, errors, variances);
        int refits = Math.Min(MostRefits, drawn[0].Length);
        double[] at = new double[refits], gains = new double[refits];
        int twice = 2 * last.Patients;
        Parallel.For(0, refits, new ParallelOptions { CancellationToken = cancellation }, draw =>
        {
            CurveFit refit = CurveFit.Of(sizes, [.. drawn.Select(point => Error(point[draw]))], variances);
            at[draw] = Value(refit.At(twice));
            gains[draw] = refit.At(last.Patients) - refit.At(twice);
        });
        CurveStep next = new(last.Patients, twice, fit.At(last.Patients) - fit.At(twice), LimitsOf(gains));
        return curve with
        {
            Fit = fit,
            Next = next,
            Band = LimitsOf(at),
            Answer = $"{curve.Answer} With {twice} patients, by the fit, it would change by another {Change(next, lower)}.",
        };

        double Error(double value) => lower ? value : 1 - value;

        double Value(double error) => lower ? error : 1 - error;
    }

    // A power law through points that do not fall would be one through noise.
    private static string? NoFit(int sizes, Limits fall, CurvePoint before, CurvePoint last) => sizes < LearningCurve.FewestSizes
        ? $"a fit needs {LearningCurve.FewestSizes} sizes, and there {(sizes == 1 ? "is 1" : $"are {sizes}")}"
        : fall.Low <= 0 ? $"from {before.Patients} to {last.Patients} patients the metric does not clearly get better" : null;

    private static string Words(string metric, bool lower, CurveStep step) =>
        $"From {step.From} to {step.To} patients {metric} changed by {Change(step, lower)}.";

    // As the metric changes: a loss falls where it gets better.
    private static string Change(CurveStep step, bool lower) => lower
        ? $"{Text(-step.Gain)} ({Text(-step.Interval.High)} to {Text(-step.Interval.Low)})"
        : $"{Text(step.Gain)} ({Text(step.Interval.Low)} to {Text(step.Interval.High)})";

    private static string Text(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static Limits LimitsOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return new Limits(Bootstrap.Percentile(sorted, 0.025), Bootstrap.Percentile(sorted, 0.975));
    }
}
