using System.Text;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class StudyResultsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void What_is_read_back_is_what_was_written(int folds, bool curve)
    {
        StudyPredictions study = new StudySamples(Exams: 96, Folds: folds, Seeds: 2).Of(("a", 1), ("b ü", 2), ("c", 0.5), ("d", 1.5)) with
        {
            TrainPatients = curve ? new Dictionary<string, int> { ["a"] = 20, ["b ü"] = 80, ["c"] = 10, ["d"] = 40 } : null,
        };
        StudyResults results = Compute(study with { Runs = [.. study.Runs.Where(run => run.Variant != "c" || run.Seed == 1 || curve)] });
        string path = folder.File(StudyResultsFile.Name);
        StudyResultsFile.Write(path, results);

        StudyResults read = StudyResultsFile.Read(path, new OpenRule());

        Assert.Equal(StudyResultsFile.Text(results), StudyResultsFile.Text(read));
        Assert.Equal(results.Selection?.Line, read.Selection?.Line);
        Assert.Equal(results.LearningCurve?.Answer, read.LearningCurve?.Answer);
        Assert.Equal(results.Variants[1].Difference!.Seeds, read.Variants[1].Difference!.Seeds);
        Assert.Contains("\"variant\": \"b ü\"", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(path), StudyResultsFile.Text(Compute(study with
        {
            Runs = [.. study.Runs.Where(run => run.Variant != "c" || run.Seed == 1 || curve)],
        })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"classes\": [\"a\"]}")]
    [InlineData("[1")]
    public void Other_content_is_refused(string text) => Refused(text);

    [Fact]
    public void Nulls_within_lists_are_refused()
    {
        string text = StudyResultsFile.Text(Compute(new StudySamples().Of(("a", 1))));

        Refused(text.Replace("\"class 1\"", "null", StringComparison.Ordinal));
    }

    private void Refused(string text)
    {
        string path = folder.File(StudyResultsFile.Name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

        InputException problem = Assert.Throws<InputException>(() => StudyResultsFile.Read(path, new OpenRule()));

        Assert.Equal($"{path}: cannot be read as results of a study; compute them again", problem.Message);
    }

    private static StudyResults Compute(StudyPredictions study) =>
        StudyResults.Compute(study with { Resamples = 100 }, cancellation: TestContext.Current.CancellationToken);
}
