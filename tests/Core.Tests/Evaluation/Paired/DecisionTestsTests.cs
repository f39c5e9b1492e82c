using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class DecisionTestsTests
{
    public static TheoryData<string> Golden => GoldenRuns.Names;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Decisions_of_runs_agree_with_statsmodels_and_R(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);

        foreach ((string first, string second, JsonObject expected) in golden.Pairs)
        {
            (NamedExams a, NamedExams b, int[] units) = (golden.Named(first), golden.Named(second), golden.Units);
            string pair = $"{first}-{second}";

            GoldenJson.AssertHolds(Corrected(expected["mcnemar"]!), GoldenJson.Of(DecisionTests.Of(a, b, units)), $"{pair} mcnemar");
            GoldenJson.AssertHolds(
                expected["agreement"], GoldenJson.Of(Agreement.Of(a.Exams.Predicted, b.Exams.Predicted, a.Exams.Classes)),
                $"{pair} agreement");
            GoldenJson.AssertHolds(
                expected["calls_as_often_as_true"]![first],
                GoldenJson.Of(Agreement.Of(a.Exams.Labels, a.Exams.Predicted, a.Exams.Classes).StuartMaxwell), $"{first} true");
            GoldenJson.AssertHolds(
                expected["swap_test_of_accuracy"], GoldenJson.Of(SwapTest.Of(DecisionTests.Differences(a, b), units)), $"{pair} swap");
        }
    }

    [Fact]
    public void Several_runs_are_compared_by_Cochrans_Q_and_their_p_values_adjusted_by_Holm()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_1000_eyes");
        NamedExams[] runs = [golden.Named("A"), golden.Named("B"), golden.Named("C")];

        CochranQ q = CochranQ.Of([.. runs.Select(DecisionTests.Right)]);
        double?[] p = [P(0, 1), P(0, 2), P(1, 2)];

        GoldenJson.AssertHolds(golden.Expected["cochran_q"], GoldenJson.Of(q));
        GoldenJson.AssertHolds(golden.Expected["holm_of_exact_mcnemar"]!["p"], GoldenJson.Of(p));
        GoldenJson.AssertHolds(golden.Expected["holm_of_exact_mcnemar"]!["adjusted"], GoldenJson.Of(Holm.Adjust(p)));

        double? P(int a, int b) => DecisionTests.Of(runs[a], runs[b], golden.Units).Overall.ExactP;
    }

    [Fact]
    public void Tables_of_the_literature_give_its_values()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "tables.json")))!;

        foreach (JsonNode? given in file["square"]!.AsArray())
        {
            Agreement found = Agreement.Of([.. given!["table"]!.AsArray().Select(row => row!.AsArray().Select(n => (int)n!).ToArray())]);

            GoldenJson.AssertHolds(given["bowker"], GoldenJson.Of(found.Bowker), $"{given["name"]} bowker");
            GoldenJson.AssertHolds(given["stuart_maxwell"], GoldenJson.Of(found.StuartMaxwell), $"{given["name"]} stuart");
        }
        foreach (JsonNode? given in file["two_by_two"]!.AsArray())
        {
            int[][] t = [.. given!["table"]!.AsArray().Select(row => row!.AsArray().Select(n => (int)n!).ToArray())];
            JsonNode expected = Corrected(given);
            foreach (string key in (string[])["r_corrected_chi2", "r_corrected_p"]) expected.AsObject().Remove(key);

            GoldenJson.AssertHolds(expected, GoldenJson.Of(McNemarTest.Of(t[0][0], t[0][1], t[1][0], t[1][1])), given.ToJsonString());
        }
    }

    [Fact]
    public void Of_single_exams_the_swap_test_is_the_exact_McNemar_test_and_Obuchowskis_nearly_McNemars()
    {
        int[] differences = [.. Enumerable.Repeat(1, 9), .. Enumerable.Repeat(-1, 2), .. new int[40]];
        int[] alone = [.. Enumerable.Range(0, 51)];

        SwapTest swap = SwapTest.Of(differences, alone);

        McNemarTest plain = McNemarTest.Of(20, 9, 2, 20);
        Assert.Equal(plain.ExactP, swap.PatientsP, 1e-12);
        Assert.Equal(plain.ExactP, swap.ExamsP, 1e-12);
        Assert.Equal(plain.Chi2!.Value * 50 / 51, ClusteredMcNemar.Of(differences, alone).Obuchowski!.Chi2, 1e-12);
    }

    [Fact]
    public void Classes_confused_only_within_groups_count_one_degree_of_freedom_less_each()
    {
        // 0 and 1 are confused, and 2 and 3, but not across.
        int[][] table = [[5, 6, 0, 0], [2, 5, 0, 0], [0, 0, 5, 1], [0, 0, 8, 5]];

        ChiSquareTest stuart = Agreement.Of(table).StuartMaxwell;

        Assert.Equal(2, stuart.Df);
        Assert.Equal(16 / 8.0 + 49 / 9.0, stuart.Chi2, 1e-12);
    }

    [Fact]
    public void Runs_that_are_right_on_the_same_exams_have_no_statistic_but_a_reason()
    {
        McNemarTest plain = McNemarTest.Of(3, 0, 0, 2);
        ClusteredMcNemar clustered = ClusteredMcNemar.Of(new int[6], [0, 0, 1, 1, 2, 2]);

        Assert.Equal((1, 1, null), (plain.ExactP, plain.MidP, plain.Chi2));
        Assert.Equal("the two answers are the same for every exam", plain.Undefined);
        Assert.Null(clustered.Obuchowski);
        Assert.Equal("both runs are right equally often within every patient", clustered.Undefined);
        Assert.Equal(new CochranQ(0, 1, 1), CochranQ.Of([[true, false], [true, false]]));
    }

    // Where each run is right alone equally often, R leaves the correction off and statsmodels lets it raise χ² above 0.
    private static JsonNode Corrected(JsonNode expected)
    {
        JsonNode corrected = expected.DeepClone();
        Correct(corrected);
        return corrected;

        static void Correct(JsonNode? node)
        {
            if (node is JsonArray list)
                foreach (JsonNode? entry in list) Correct(entry);
            if (node is not JsonObject block) return;
            if (block.ContainsKey("corrected_chi2") && (int)block["table"]![0]![1]! is > 0 and int b && b == (int)block["table"]![1]![0]!)
                (block["corrected_chi2"], block["corrected_p"]) = (0.0, 1.0);
            foreach ((_, JsonNode? value) in block.ToArray()) Correct(value);
        }
    }
}
