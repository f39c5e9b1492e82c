using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Growth;
using CsCheck;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class LearningCurveTests
{
    private static readonly int[] Sizes = [50, 100, 200, 400];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Points_without_noise_give_back_the_curve_that_they_lie_on() =>
        Gen.Select(Gen.Double[0, 0.3], Gen.Double[0.2, 2], Gen.Double[0.1, 1.9], Gen.Int[0, 1]).Sample((a, b, c, same) =>
        {
            double[] sizes = [.. Sizes.Select(n => (double)n)], errors = [.. sizes.Select(n => a + b * Math.Pow(n, -c))];

            CurveFit fit = CurveFit.Of(sizes, errors, [.. sizes.Select(n => same == 1 ? 0 : 0.001 / n)]);

            Assert.Equal(a, fit.A, 1e-6);
            Assert.Equal(b, fit.B, 1e-6 * Math.Max(1, b));
            Assert.Equal(c, fit.C, 1e-6);
        });

    [Fact]
    public void No_error_is_fitted_below_0_and_precise_points_count_more()
    {
        double[] sizes = [50, 100, 200, 400];

        CurveFit steep = CurveFit.Of(sizes, [0.5, 0.4, 0.2, 0.0], [1, 1, 1, 1]);
        CurveFit rising = CurveFit.Of(sizes, [0.1, 0.2, 0.2, 0.3], [1, 1, 1, 1]);
        CurveFit sure = CurveFit.Of(sizes, [0.5, 0.4, 0.3, 0.31], [1e-8, 1e-8, 1, 1e-8]);

        Assert.True(steep is { A: >= 0, B: > 0 });
        Assert.Equal((0.2, 0), (rising.A, rising.B));
        Assert.Equal(0.31, sure.At(400), 0.01);
    }

    [Fact]
    public void The_band_at_twice_the_patients_holds_the_truth_in_95_percent()
    {
        const int studies = 300, draws = 300;
        const double a = 0.08, b = 2, c = 0.6;
        int held = 0, fitted = 0;
        for (int study = 0; study < studies; study++)
        {
            SeededRandom random = new(study, "growth");
            double[] deviations = [.. Sizes.Select(n => 0.08 / Math.Sqrt(n))];
            double[] values = [.. Sizes.Select((n, i) => 1 - a - b * Math.Pow(n, -c) + deviations[i] * random.NextNormal())];
            double[][] drawn = [.. values.Select((value, i) =>
                Enumerable.Range(0, draws).Select(_ => value + deviations[i] * random.NextNormal()).ToArray())];

            LearningCurve curve = GrowthFigures.Of(MetricNames.AucOvrMacro,
                [.. Sizes.Select((n, i) => new CurvePoint($"{n}", n, values[i], deviations[i] * deviations[i]))], drawn, Stop);

            if (curve.Band is not { } band) continue;
            fitted++;
            double truth = 1 - a - b * Math.Pow(800, -c);
            if (truth >= band.Low && truth <= band.High) held++;
        }

        Assert.InRange(fitted, studies * 0.9, studies);
        Assert.InRange(held / (double)fitted, 0.9, 0.98);
    }

    [Fact]
    public void The_answer_says_what_was_measured_and_what_the_fit_expects()
    {
        LearningCurve rising = Curve(MetricNames.AucOvrMacro, [0.7, 0.8, 0.85, 0.88]);
        LearningCurve falling = Curve(MetricNames.LogLoss, [1.0, 0.6, 0.45, 0.4]);

        Assert.Matches("^From 200 to 400 patients auc_ovr_macro changed by \\+0\\.030 \\(\\+0\\.0\\d\\d to \\+0\\.0\\d\\d\\)\\. "
            + "With 800 patients, by the fit, it would change by another \\+0\\.0\\d\\d \\(\\+?-?0\\.0\\d\\d to \\+0\\.0\\d\\d\\)\\.\\z",
            rising.Answer);
        Assert.StartsWith("From 200 to 400 patients log_loss changed by -0.050 (-0.0", falling.Answer, StringComparison.Ordinal);
        Assert.True(rising.Band!.Low < rising.Band.High && rising.Band.High <= 1);
        Assert.Equal((400, 800), (rising.Next!.From, rising.Next.To));
        Assert.True(rising.Next.Gain > 0 && falling.Next!.Gain > 0);
    }

    [Fact]
    public void Three_sizes_or_a_flat_curve_have_no_fit()
    {
        LearningCurve few = Curve(MetricNames.AucOvrMacro, [0.7, 0.8, 0.9]), flat = Curve(MetricNames.AucOvrMacro, [0.8, 0.8, 0.81, 0.8]);

        Assert.Null(few.Fit);
        Assert.Equal("a fit needs 4 sizes, and there are 3", few.Undefined);
        Assert.EndsWith("What more patients would give is unknown: a fit needs 4 sizes, and there are 3.", few.Answer,
            StringComparison.Ordinal);
        Assert.Equal("from 50 to 400 patients the metric does not clearly get better", flat.Undefined);
        Assert.Null(flat.Band);
    }

    private static LearningCurve Curve(string metric, double[] values)
    {
        SeededRandom random = new(1, "curve");
        return GrowthFigures.Of(metric, [.. values.Select((value, i) => new CurvePoint($"{Sizes[i]}", Sizes[i], value, 0.0001))],
            [.. values.Select(value => Enumerable.Range(0, 200).Select(_ => value + 0.01 * random.NextNormal()).ToArray())], Stop);
    }
}
