namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Files of predictions that cannot be evaluated.</summary>
public sealed class BadPredictionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("not json", "predictions.json: line 1 is not JSON: at column 2: the word not is not in quotes")]
    [InlineData("", "predictions.json: the file is empty, which is not JSON")]
    [InlineData("""{"test": []}""", "predictions.json: has no exams, so there is nothing to evaluate")]
    [InlineData("""{"test": [["a", 0, [0.8, 0.2]], ["b", 1, [0.3, 0.7]], ["a", 1, [0.8, 0.2]]]}""",
        "test, row 2 (a): the exam is also in row 0, with the label 0 instead of 1")]
    [InlineData("""{"test": [["a", 0, [NaN, 1]]]}""", "NaN")]
    [InlineData("""{"test": [["a", 0, ["NaN", 1]]]}""", "test, row 0")]
    [InlineData("""{"test": [["a", 0, [0.6, 0.402]]]}""", "test, row 0")]
    [InlineData("""{"test": [["a", 0, [1.5, -0.5]]]}""", "test, row 0")]
    [InlineData("""{"test": [["a", 0, [0.5, 0.5]], ["b", 0, [0.5, 0.25, 0.25]]]}""", "test, row 1")]
    [InlineData("""{"test": [["a", 2, [0.5, 0.5]]]}""", "test, row 0")]
    [InlineData("""{"test": [["a", null, [0.5, 0.5]]]}""", "label")]
    public async Task A_file_that_cannot_be_evaluated(string text, string problem)
    {
        File.WriteAllText(folder.File("predictions.json"), text);

        ProcessOutcome outcome = await AngioboardProcess.RunAsync("evaluate", "--predictions", folder.File("predictions.json"), "--output",
            folder.File("evaluation"));

        Assert.Contains(problem, Assert.Single(outcome.Refused()), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("evaluation")));
    }

    [Fact]
    public async Task All_problems_are_reported_at_once_and_earlier_results_stay_unchanged()
    {
        File.WriteAllText(folder.File("evaluation.json"), "earlier");
        File.WriteAllText(
            folder.File("predictions.json"),
            """{"test": [["a", 0, [0.6, 0.5]], ["b", 0, [0.5, 0.5]], ["c", 7, [0.5, 0.5]], ["d", 0, []]]}""");

        ProcessOutcome outcome =
            await AngioboardProcess.RunAsync("evaluate", "--predictions", folder.File("predictions.json"), "--output", folder.Path);

        Assert.Equal(3, outcome.Refused().Length);
        Assert.Equal("earlier", File.ReadAllText(folder.File("evaluation.json")));
    }

    [Fact]
    public async Task Class_names_must_fit_and_a_missing_file_is_named()
    {
        File.WriteAllText(folder.File("predictions.json"), """{"test": [["a", 0, [0.5, 0.5]], ["b", 1, [0.5, 0.5]]]}""");

        ProcessOutcome names = await AngioboardProcess.RunAsync(
            "evaluate", "--predictions", folder.File("predictions.json"), "--output", folder.File("evaluation"), "--class-names", "x,y,z");
        ProcessOutcome missing = await AngioboardProcess.RunAsync("evaluate", "--predictions", folder.File("nowhere.json"));

        Assert.NotEmpty(names.Refused());
        Assert.StartsWith(folder.File("nowhere.json"), Assert.Single(missing.Refused()), StringComparison.Ordinal);
    }
}
