using System.Text;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class ComparisonFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(GoldenRuns.Names), MemberType = typeof(GoldenRuns))]
    public void What_is_read_back_is_what_was_written(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);
        Dictionary<string, string> patients = golden.Exams.Zip(golden.Patients).ToDictionary(exam => exam.First, exam => exam.Second);
        PairedRun[] runs = [.. golden.Runs.Keys.Select(run => new PairedRun(run, golden.Split(run).Exams))];
        ComparisonOptions options = new(Reference: "A", Resamples: 100);
        ComparisonReport report = PairedComparison.Of(runs, "test", patients, options, cancellation: Stop) with
        {
            Settings = SettingsPair.Of(new("A", [runs[0]]), [new("others", runs[1..])], "test", patients, options, cancellation: Stop),
        };
        string path = folder.File("comparison.json");
        ComparisonFile.Write(path, report);

        ComparisonReport read = ComparisonFile.Read(path, new OpenRule());

        Assert.Equal(ComparisonFile.Text(report), ComparisonFile.Text(read));
        PairReport pair = read.Pairs.Values.First(), written = report.Pairs.Values.First();
        Assert.Equal(written.Areas.Classes.Select(areas => areas.First?.Auc), pair.Areas.Classes.Select(areas => areas.First?.Auc));
        Assert.Equal(written.MacroArea.Second?.Auc, pair.MacroArea.Second?.Auc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"split\": \"test\"}")]
    [InlineData("[1")]
    public void Other_content_is_refused(string text)
    {
        string path = folder.File("comparison.json");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

        InputException problem = Assert.Throws<InputException>(() => ComparisonFile.Read(path, new OpenRule()));

        Assert.Contains("cannot be read as a comparison", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_compared_with_those_of_the_reference_and_adjusted_together()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_200_ties_mixed");
        PairedRun first = Run("A", "A"), second = Run("B", "B");
        ComparisonOptions options = new(Resamples: 100);

        IReadOnlyList<SettingsPair> pairs = SettingsPair.Of(new("base", [first, second]),
            [new("one", [Run("A", "C"), Run("B", "D")]), new("other", [Run("B", "E"), Run("A", "F")]), new("alone", [Run("A", "G")])],
            "test", patients: null, options, cancellation: Stop);

        Assert.Equal(["one", "other", "alone"], pairs.Select(pair => pair.First));
        Assert.All(pairs, pair => Assert.Equal(("base", 2), (pair.Second, pair.SecondSeeds)));
        Assert.Equal(0, pairs[0].Seeds!.Difference, 1e-12);
        Assert.Equal(1, pairs[0].Adjusted!.Value, 1e-6);
        Assert.Equal((1, null), (pairs[2].FirstSeeds, pairs[2].Adjusted));
        Assert.Contains("one seed", pairs[2].Seeds!.Undefined, StringComparison.Ordinal);

        PairedRun Run(string predictions, string name) => new(name, golden.Split(predictions).Exams);
    }
}
