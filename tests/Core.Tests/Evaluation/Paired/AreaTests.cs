using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class AreaTests
{
    public static TheoryData<string> Golden => GoldenRuns.Names;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Areas_of_classes_agree_with_pROC_and_with_Obuchowski(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);

        foreach ((string first, string second, JsonObject expected) in golden.Pairs)
        {
            foreach (JsonNode? of in expected["areas"]!["classes"]!.AsArray())
            {
                ClassAreas areas = ClassAreas.Of(golden.Named(first), golden.Named(second), (int)of!["class"]!, golden.Units);

                if (of.AsObject().ContainsKey("undefined")) Assert.Null(areas.First);
                else GoldenJson.AssertHolds(of, GoldenJson.Of(areas), $"{first}-{second} class {of["class"]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void The_macro_area_has_the_variance_of_its_influence_function(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);

        foreach ((string first, string second, JsonObject expected) in golden.Pairs)
        {
            MacroAreas areas = MacroAreas.Of(golden.Named(first), golden.Named(second), golden.Units);

            GoldenJson.AssertHolds(expected["macro_area"], GoldenJson.Of(areas), $"{first}-{second}");
        }
    }

    [Fact]
    public void Areas_on_different_exams_are_compared_by_t_as_in_pROC()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "unpaired.json")))!;

        foreach (JsonNode? given in file["cases"]!.AsArray())
        {
            UnpairedArea found = UnpairedArea.Of(Exams(given!["first"]!), Exams(given["second"]!), 1);

            JsonNode expected = given["expected"]!;
            Assert.Equal((double)expected["auc_first"]!, found.AucFirst, 1e-12);
            Assert.Equal((double)expected["variance_second"]!, found.VarianceSecond, 1e-12);
            Assert.Equal((double)expected["t"]!, found.T, 1e-9);
            Assert.Equal((double)expected["df"]!, found.Df, 1e-8);
            Assert.Equal((double)expected["t_p"]!, found.PByT, 1e-10);
            Assert.Equal((double)expected["z_p"]!, found.PByNormal, 1e-10);
        }

        static ExamPrediction[] Exams(JsonNode side) => [.. side["labels"]!.AsArray().Zip(side["scores"]!.AsArray(), (label, score) =>
            new ExamPrediction("exam", (int)label!, [1 - (double)score!, (double)score!]))];
    }

    [Fact]
    public void Of_single_exams_the_clustered_variance_is_that_written_down_by_DeLong()
    {
        SplitPredictions exams = SyntheticPredictions.Split("test", 150, 3, seed: 4);
        SplitPredictions others = SyntheticPredictions.Split("test", 150, 3, seed: 9);
        int[] labels = [.. exams.Exams.Select(exam => exam.Label!.Value)];
        double[][] a = [.. exams.Exams.Select(exam => exam.Probabilities)], b = [.. others.Exams.Select(exam => exam.Probabilities)];

        ClassAreas areas = ClassAreas.Of(Named("A", labels, a), Named("B", labels, b), 0, [.. Enumerable.Range(0, 150)]);

        Assert.Equal(Plain(labels, [.. a.Select(row => row[0])], [.. b.Select(row => row[0])]), areas.Clustered!.Variance, 1e-12);
        Assert.Equal(areas.Delong!.Variance, areas.Clustered.Variance, 1e-12);
    }

    [Fact]
    public void Of_patients_with_two_equal_eyes_the_clustered_variance_is_nearly_that_of_one_eye()
    {
        SplitPredictions exams = SyntheticPredictions.Split("test", 200, 2, seed: 5);
        SplitPredictions others = SyntheticPredictions.Split("test", 200, 2, seed: 6);
        int[] labels = [.. exams.Exams.Select(exam => exam.Label!.Value)], twice = [.. labels, .. labels];
        double[][] a = [.. exams.Exams.Select(exam => exam.Probabilities)], b = [.. others.Exams.Select(exam => exam.Probabilities)];
        int[] alone = [.. Enumerable.Range(0, 200)];

        ClassAreas one = ClassAreas.Of(Named("A", labels, a), Named("B", labels, b), 1, alone);
        ClassAreas two = ClassAreas.Of(Named("A", twice, [.. a, .. a]), Named("B", twice, [.. b, .. b]), 1, [.. alone, .. alone]);

        Assert.Equal(1, two.Clustered!.Variance / one.Delong!.Variance, 0.02);
        Assert.Equal(0.5, two.Delong!.Variance / one.Delong.Variance, 0.02);
    }

    [Fact]
    public void What_has_no_variance_is_null_with_a_reason()
    {
        int[] labels = [1, 1, 0, 0, 0, 0];
        double[][] a = Rows(0.9, 0.8, 0.3, 0.2, 0.1, 0.4), b = Rows(0.9, 0.1, 0.3, 0.2, 0.5, 0.4);

        ClassAreas onePatient = ClassAreas.Of(Named("A", labels, a), Named("B", labels, b), 1, [0, 0, 1, 2, 3, 4]);
        ClassAreas absent = ClassAreas.Of(Named("A", [0, 0, 0, 0, 0, 0], a), Named("B", [0, 0, 0, 0, 0, 0], b), 1, [0, 0, 1, 2, 3, 4]);
        // Every exam of the class is passed by the same others, so the difference is the same for each exam.
        ClassAreas constant = ClassAreas.Of(
            Named("A", labels, Rows(0.9, 0.9, 0.1, 0.1, 0.1, 0.1)), Named("B", labels, Rows(0.1, 0.1, 0.9, 0.9, 0.9, 0.9)), 1,
            [0, 1, 2, 3, 4, 5]);

        Assert.Null(onePatient.Clustered);
        Assert.NotNull(onePatient.Delong);
        Assert.Equal("this class is of one patient only, which gives no variance", onePatient.Undefined["clustered"]);
        Assert.Contains("perfectly separated in 2 and 4 exams", onePatient.Undefined["A.clustered_logit_interval"],
            StringComparison.Ordinal);
        Assert.Equal("this class has no exams here", absent.Undefined["auc"]);
        Assert.Equal(1, constant.Difference);
        Assert.Null(constant.Clustered!.P);
        Assert.Equal("the difference has no variance in these exams", constant.Undefined["clustered.p"]);
    }

    [Fact]
    public void Areas_on_different_exams_need_two_exams_on_either_side()
    {
        ExamPrediction[] few = [new("a", 1, [0.2, 0.8]), new("b", 0, [0.7, 0.3]), new("c", 0, [0.6, 0.4])];

        InputException refused = Assert.Throws<InputException>(() => UnpairedArea.Of(few, few, 1));

        Assert.Equal("class 1: the area of a class needs two exams of it and two of others; give more exams", refused.Message);
    }

    private static double[][] Rows(params double[] scores) => [.. scores.Select(score => new[] { 1 - score, score })];

    private static NamedExams Named(string name, int[] labels, double[][] rows) => new(name, new ScoredExams(labels, rows, rows[0].Length));

    // Over all pairs of an exam of the class and another, as the paper writes it.
    private static double Plain(int[] labels, double[] a, double[] b)
    {
        int[] own = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == 0)];
        int[] rest = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] != 0)];
        double[] up = [.. own.Select(i => rest.Average(j => Wins(a[i], a[j]) - Wins(b[i], b[j])))];
        double[] down = [.. rest.Select(j => own.Average(i => Wins(a[i], a[j]) - Wins(b[i], b[j])))];
        return Spread(up) / own.Length + Spread(down) / rest.Length;

        static double Wins(double x, double y) => x > y ? 1 : x < y ? 0 : 0.5;

        static double Spread(double[] values) => values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1);
    }
}
