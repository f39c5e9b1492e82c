using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class SeedComparisonTests
{
    [Fact]
    public void Seeds_are_a_random_factor_beside_the_patients()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "seeds.json")))!;

        foreach (JsonNode? given in file["cases"]!.AsArray())
        {
            JsonNode expected = given!["expected"]!;

            SeedComparison found = SeedComparison.Of(Accuracies("A"), Accuracies("B"), (double)expected["variance_exams"]!,
                given["patients"]!.AsArray().Select(patient => (string)patient!).Distinct().Count(), lowerIsBetter: false);

            // SciPy's quantiles of t with broken degrees of freedom are right to 1e-9 only, and so are its limits.
            Assert.Equal((double)expected["low"]!, found.Low!.Value, 1e-9);
            Assert.Equal((double)expected["high"]!, found.High!.Value, 1e-9);
            foreach (string key in (string[])["low", "high"]) expected.AsObject().Remove(key);
            GoldenJson.AssertHolds(expected, GoldenJson.Of(found), (string)given["name"]!);

            double[] Accuracies(string setting) =>
                [.. given![setting]!.AsArray().Select(seed => seed!.AsArray().Average(right => (int)right!))];
        }
    }

    [Fact]
    public void The_variance_over_patients_is_that_of_the_mean_of_the_seeds()
    {
        JsonNode given = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "seeds.json")))!["cases"]![1]!;
        string[] patients = [.. given["patients"]!.AsArray().Select(patient => (string)patient!)];
        Dictionary<string, string> known = patients.Index().ToDictionary(exam => $"exam {exam.Index}", exam => exam.Item);

        SeedComparison found = SeedComparison.Of(Runs("A"), Runs("B"), "test", known, new ComparisonOptions(MetricNames.Accuracy),
            cancellation: TestContext.Current.CancellationToken);

        JsonNode expected = given["expected"]!;
        Assert.Equal((double)expected["difference"]!, found.Difference, 1e-12);
        Assert.Equal(1, found.VarianceExams / (double)expected["variance_exams"]!, 0.05);
        Assert.Equal((double)expected["variance_seeds"]!, found.VarianceSeeds!.Value, 1e-12);
        Assert.InRange(found.ShareExams!.Value, 0.45, 0.55);
        double half = found.High!.Value - found.Difference;
        Assert.InRange(found.HalfWidthWithMoreSeeds!.Value, 0.5 * half, half);

        // Every exam is of class 0; the run's answer says whether it is right.
        PairedRun[] Runs(string setting) => [.. given[setting]!.AsArray().Select((seed, s) => new PairedRun($"{setting}{s}",
            [.. seed!.AsArray().Select((right, i) => new ExamPrediction($"exam {i}", 0, (int)right! == 1 ? [0.8, 0.2] : [0.3, 0.7]))]))];
    }

    [Fact]
    public void One_seed_says_nothing_of_luck()
    {
        SeedComparison found = SeedComparison.Of([0.9], [0.8, 0.85], 0.001, 50, lowerIsBetter: false);

        Assert.Null(found.P);
        Assert.Equal(1, found.Better);
        Assert.Equal("a setting has one seed, which says nothing of how much luck is in it; train it with more", found.Undefined);
    }

    [Fact]
    public void Lower_losses_are_better_and_equal_values_are_no_difference()
    {
        Assert.Equal(0.875, SeedComparison.Of([0.3, 0.5], [0.5, 0.6], 0.001, 50, lowerIsBetter: true).Better, 1e-12);

        SeedComparison same = SeedComparison.Of([0.5, 0.5], [0.5, 0.5], 0, 50, lowerIsBetter: true);
        SeedComparison apart = SeedComparison.Of([0.5, 0.5], [0.6, 0.6], 0, 50, lowerIsBetter: true);

        Assert.Equal((1, 0.5), (same.P!.Value, same.Better));
        Assert.Null(apart.P);
        Assert.Equal("neither seeds nor exams vary, so the difference has no variance", apart.Undefined);
    }
}
