namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Invalid options and settings files: all problems are reported at once.</summary>
public sealed class BadSettingsTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Wrong_types_ranges_and_contradictions_are_named_together()
    {
        File.WriteAllText(
            folder.File("settings.json"),
            """{"num_layers": "ten", "batch_size": 0, "class_names": ["a", "b"], "num_classes": 3, "dropout": 1.0}""");

        string[] problems = await Refused(
            "--settings", folder.File("settings.json"), "--lr", "fast", "--shuffle", "maybe", "--device", "gpu", "--scale-min", "2");

        Assert.Equal(
        [
            "batch_size: 0 must be from 1 to 65536",
            "device: gpu is not auto, cpu, cuda, cuda:N or slurm:PARTITION",
            "dropout: 1 must be at least 0 and below 1",
            "lr: \"fast\" is not a number",
            "num_classes: 3, but class_names has 2 names; give only one of them or make them agree",
            "num_layers: \"ten\" is not a whole number",
            "scale_min: must not be above scale_max",
            "shuffle: \"maybe\" is not true or false",
        ], problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_names_of_a_settings_file_are_named_with_its_other_problems()
    {
        File.WriteAllText(folder.File("settings.json"), """{"epoch": 10, "learning_rate": 1, "batch_size": 0}""");

        string[] problems = await Refused("--settings", folder.File("settings.json"));

        Assert.Equal(3, problems.Length);
        Assert.All(problems, problem => Assert.StartsWith(folder.File("settings.json"), problem, StringComparison.Ordinal));
        Assert.Contains("epoch is not a setting; the names are split, datadir, ", problems[0], StringComparison.Ordinal);
        Assert.Contains("learning_rate is not a setting", problems[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--backbone", "vit_giant", "vit_giant")]
    [InlineData("--backbone", "vit(img=30,patch=16,dim=16,depth=1,heads=2)", "img")]
    [InlineData("--pretrained", "hub", "pretrained: the hub has no weights for ")]
    [InlineData("--warmup-steps", "5", "warmup_steps: only the cosine scheduler has a warmup")]
    [InlineData("--lr", "1e18", "lr: 1E+18 must be above 0 and at most 1000")]
    [InlineData("--max-frames", "0", "max_frames: 0 must be from 1 to 100000")]
    [InlineData("--device", "cuda:99", "device: cuda:99: ")]
    [InlineData("--init-weight", "", "--init-weight is empty; give a value or leave it out")]
    [InlineData("--settings", "nowhere.json", "nowhere.json: cannot be read as a settings file: ")]
    [InlineData("--settings", "/", "/: cannot be read as a settings file: ")]
    [InlineData("--model", "vitgru", "model: vitgru is neither a preset (temporal-vitgru, phantom-quick) nor a JSON file")]
    public async Task A_value_that_cannot_be_used(string option, string value, string problem)
    {
        string[] problems = await Refused(option, value);

        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"datadir": ""}""", "datadir: is empty; give a value or leave it out")]
    [InlineData("""{"datadir": "a\u0000b"}""", "datadir: is empty; give a value or leave it out")]
    [InlineData("""{"init_weight": 5}""", "init_weight: 5 is not text")]
    [InlineData("""{"epochs": null}""", "epochs: null is not a whole number")]
    [InlineData("""{"class_names": ["a", null]}""", "class_names: a name is empty; name every class")]
    [InlineData("""{"scheduler": 1}""", "scheduler: 1 is not none or cosine")]
    [InlineData("""[]""", "must be a JSON object of settings")]
    [InlineData("""{"epochs": 1""", "cannot be read as a settings file: ")]
    [InlineData("""{"epochs": 1, "epochs": 2}""", "cannot be read as a settings file: ")]
    public async Task A_settings_file_that_cannot_be_used(string text, string problem)
    {
        File.WriteAllText(folder.File("settings.json"), text);

        ProcessOutcome outcome =
            await AngioboardProcess.RunAsync("train", "--output", folder.File("results"), "--settings", folder.File("settings.json"));

        Assert.Contains(problem, Assert.Single(outcome.Refused()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bogus")]
    [InlineData("predict --split a --datadir b")]
    [InlineData("train --no-such-option 1")]
    [InlineData("train --epochs 1 --epochs")]
    [InlineData("phantom --output x --exams many")]
    public async Task Wrong_usage_points_to_the_help(string commandLine)
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        outcome.Refused();
        Assert.Matches(@"See: angioboard .*--help", outcome.Errors);
    }

    private async Task<string[]> Refused(params string[] options)
    {
        ProcessOutcome outcome =
            await AngioboardProcess.RunAsync(
                ["train", "--output", folder.File("results"), .. TinyModel.On([], [.. study.Options, .. options])]);
        Assert.False(Directory.Exists(folder.File("results")));
        return outcome.Refused();
    }
}
