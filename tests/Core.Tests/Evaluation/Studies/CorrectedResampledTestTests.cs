using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Tests.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class CorrectedResampledTestTests
{
    [Fact]
    public void Differences_of_folds_are_tested_as_by_the_formula()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "corrected_t.json")))!;

        foreach ((int number, JsonNode? given) in file["nadeau_bengio"]!.AsArray().Index())
        {
            CorrectedResampledTest found = CorrectedResampledTest.Of(
                [.. given!["differences"]!.AsArray().Select(d => (double)d!)], (double)given["train"]!, (double)given["test"]!);

            GoldenJson.AssertHolds(given["expected"], GoldenJson.Of(found), $"case {number}");
        }
    }

    [Fact]
    public void Folds_that_share_training_exams_find_a_difference_between_equal_settings_in_5_percent()
    {
        // Of five folds, each two runs share part of what makes their setting lucky: a correlation of n_test / (n_test + n_train).
        const int sets = 4000, folds = 5;
        const double shared = 0.2;
        double[] corrected = new double[sets];
        int bold = 0;
        for (int set = 0; set < sets; set++)
        {
            SeededRandom random = new(set, "folds");
            double luck = Math.Sqrt(shared) * random.NextNormal();
            double[] differences = [.. Enumerable.Range(0, folds).Select(_ => luck + Math.Sqrt(1 - shared) * random.NextNormal())];

            corrected[set] = CorrectedResampledTest.Of(differences, 800, 200).P!.Value;

            // With endless training exams the test is the plain paired one.
            if (CorrectedResampledTest.Of(differences, 1e12, 200).P < 0.05) bold++;
        }

        Assert.InRange(corrected.Count(p => p < 0.05) / (double)sets, 0.04, 0.06);
        Assert.InRange(bold / (double)sets, 0.12, 0.3);
    }

    [Fact]
    public void Too_few_folds_say_nothing_and_undefined_ones_are_left_out()
    {
        CorrectedResampledTest none = CorrectedResampledTest.Of([double.NaN], 100, 50), one = CorrectedResampledTest.Of([0.1], 100, 50);
        CorrectedResampledTest some = CorrectedResampledTest.Of([0.1, double.NaN, 0.3], 100, 50);

        Assert.Equal("the metric is undefined in every fold", none.Undefined);
        Assert.Equal("one fold says nothing of how much folds differ; use more", one.Undefined);
        Assert.Equal(0.1, one.Mean);
        Assert.Null(one.P);
        Assert.Equal(CorrectedResampledTest.Of([0.1, 0.3], 100, 50), some);
        Assert.Equal(1, some.Df);
    }
}
