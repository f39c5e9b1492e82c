using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Tests.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Intervals_of_a_share_agree_with_statsmodels()
    {
        foreach (JsonNode? given in Read("single_run")["proportions"]!["cases"]!.AsArray())
        {
            (int right, int of) = ((int)given!["right"]!, (int)given["of"]!);

            AssertLimits(given["wilson"]!, Proportion.Wilson(right, of), $"Wilson {right} of {of}");
            AssertLimits(given["clopper_pearson"]!, Proportion.ClopperPearson(right, of), $"Clopper-Pearson {right} of {of}");
        }
    }

    [Fact]
    public void Holms_correction_agrees_with_R_and_does_not_count_nulls()
    {
        foreach (JsonNode? given in Read("holm")["cases"]!.AsArray())
        {
            double?[] adjusted = Holm.Adjust([.. given!["p"]!.AsArray().Select(p => (double?)p)]);

            GoldenJson.AssertHolds(given["holm"], GoldenJson.Of(adjusted));
        }
    }

    [Fact]
    public void Small_tails_are_exact()
    {
        // erfc(8/√2); erfc(√40) + √(160/π)·exp(−40); one degree of freedom is Cauchy's distribution.
        Assert.Equal(1.2441921148543639e-15, Tails.Normal(8), 1e-25);
        Assert.Equal(3.069277486172417e-17, Tails.ChiSquare(80, 3), 1e-27);
        Assert.Equal(2 / Math.PI * Math.Atan(1 / 12.0), Tails.StudentT(12, 1), 1e-13);
        // Integrated by Simpson's rule.
        Assert.Equal(2.460447990609433, Tails.StudentT975(5.866740417494611), 1e-12);
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", $"{name}.json")))!;

    private static void AssertLimits(JsonNode expected, Limits found, string what)
    {
        GoldenJson.AssertHolds(expected[0], JsonValue.Create(found.Low), $"{what} low");
        GoldenJson.AssertHolds(expected[1], JsonValue.Create(found.High), $"{what} high");
    }
}
