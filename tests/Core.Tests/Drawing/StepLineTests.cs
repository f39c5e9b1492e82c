using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Tests.Evaluation;

namespace Angioboard.Core.Tests.Drawing;

public sealed class StepLineTests
{
    [Fact]
    public void A_value_holds_back_to_the_place_before()
    {
        (IReadOnlyList<double> x, IReadOnlyList<double> y) = StepLine.Of([0, 0.5, 1], [1, 0.8, 0.6]);

        Assert.Equal([0, 0, 0.5, 0.5, 1], x);
        Assert.Equal([1, 0.8, 0.8, 0.6, 0.6], y);
    }

    [Fact]
    public void Nothing_and_one_point_stay_as_they_are()
    {
        Assert.Empty(StepLine.Of([], []).X);
        Assert.Equal([0.5], StepLine.Of([0.5], [1]).X);
    }

    [Fact]
    public void The_area_under_the_steps_of_precision_is_the_average_precision()
    {
        SplitReport report = Evaluator.Evaluate([SyntheticPredictions.Split("test", 200, 3, seed: 4)],
            new EvaluationOptions(["a", "b", "c"], Resamples: 20), null, TestContext.Current.CancellationToken).Splits["test"];

        foreach (PrecisionRecallCurve curve in report.Pr)
        {
            (IReadOnlyList<double> x, IReadOnlyList<double> y) = StepLine.Of([.. curve.Recall.Reverse()], [.. curve.Precision.Reverse()]);
            double area = Enumerable.Range(1, x.Count - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);
            Assert.Equal(curve.AveragePrecision!.Value, area, 1e-12);
        }
        Assert.Equal(1, Enumerable.Range(0, 3).Sum(c => report.Prevalence(c)!.Value), 1e-12);
    }
}
