using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;
using Angioboard.Core.Tests.Evaluation.Calibrating;
using Angioboard.Core.Tests.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Selective;

public sealed class RiskCoverageTests
{
    [Theory]
    [MemberData(nameof(CalibrationFitTests.Cases), MemberType = typeof(CalibrationFitTests))]
    public void The_risk_at_each_coverage_agrees_with_scipy(string name)
    {
        (GoldenRuns golden, JsonNode expected) = CalibrationFitTests.Read(name);
        int half = golden.Labels.Length / 2;
        ScoredExams test = new(golden.Labels[half..], golden.Runs["A"][half..], 5);

        RiskCoverage curve = RiskCurve.Of(test, golden.Units[half..]);

        double[] risk = [.. expected["risk_coverage"]!["risk"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(risk.Length, curve.Risk.Count);
        for (int k = 0; k < risk.Length; k++) Assert.Equal(risk[k], curve.Risk[k], 1e-12);
        Assert.Equal((double)expected["risk_coverage"]!["area"]!, curve.Area, 1e-12);
    }

    [Fact]
    public void Reading_the_least_sure_fifth_leaves_fewer_wrong_ones()
    {
        // Ten exams of five patients; the wrong ones are the two least sure and the surest.
        double[] confidence = [0.95, 0.9, 0.88, 0.86, 0.84, 0.8, 0.75, 0.7, 0.6, 0.55];
        ScoredExams exams = new([1, 0, 0, 0, 0, 0, 0, 0, 1, 1], [.. confidence.Select(p => new[] { p, 1 - p })], 2);

        RiskCoverage curve = RiskCurve.Of(exams, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);

        Assert.Equal(8, curve.Rest!.Kept);
        Assert.Equal(0.125, curve.Rest.Risk);
        Assert.Equal(0.3, curve.Rest.RiskOfAll, 1e-15);
        Assert.InRange(0.125, curve.Rest.Interval.Low, curve.Rest.Interval.High);
        Assert.Equal((1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 2 + 3) / 100.0, curve.Augrc, 1e-15);
    }

    [Fact]
    public void Fewer_than_five_exams_say_nothing_of_a_fifth()
    {
        ScoredExams exams = new([0, 1], [[0.9, 0.1], [0.8, 0.2]], 2);

        Assert.Null(RiskCurve.Of(exams, [0, 1]).Rest);
    }
}
