namespace Angioboard.Jobs.Tests.CommandLine;

/// <summary>What follows an option is its value, whatever it begins with. If an option is given twice, the last one counts.</summary>
public sealed class OptionValueTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("@nobody")]
    [InlineData("@(x")]
    [InlineData("-x")]
    [InlineData("--x")]
    public async Task A_value_may_begin_with_an_at_sign_or_a_dash(string patients)
    {
        ProcessOutcome spaced = await AngioboardProcess.RunAsync(["check", .. study.Options, "--patients", patients]);
        ProcessOutcome joined = await AngioboardProcess.RunAsync(["check", .. study.Options, $"--patients={patients}"]);

        Assert.StartsWith($"patients: {patients}: ", spaced.Refused()[0], StringComparison.Ordinal);
        Assert.Equal(spaced.Refused(), joined.Refused());
    }

    [Fact]
    public async Task Arguments_are_not_read_from_a_file()
    {
        string file = folder.File("words");
        File.WriteAllText(file, "--nonsense");

        ProcessOutcome outcome = await AngioboardProcess.RunAsync(["check", .. study.Options, "--patients", $"@{file}"]);

        Assert.StartsWith($"patients: @{file}: ", outcome.Refused()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_number_is_a_value_that_is_out_of_range()
    {
        Assert.Equal(
            ["weight_decay: -0.5 must be from 0 to 1000", "lr: -0.001 must be above 0 and at most 1000"],
            (await AngioboardProcess.RunAsync(["train", .. study.Options, "--weight-decay", "-0.5", "--lr=-1e-3"])).Refused()
                .OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task If_an_option_is_given_twice_the_last_one_counts()
    {
        string first = folder.File("first"), second = folder.File("second");

        (await AngioboardProcess.RunAsync(
            "phantom", "--output", first, "--exams", "99", "--output", second, "--seed=1", "--exams=12", "--seed", "5")).Done();
        ProcessOutcome check = (await AngioboardProcess.RunAsync(
            ["check", "--split", "gone.json", "--data", "nonsense", .. study.Options, "--split", folder.File("second", "split.json"),
                "--datadir", second])).Done();
        ProcessOutcome names =
            await AngioboardProcess.RunAsync(
                ["check", .. study.Options, "--class-names", "a,b", "--class-names", "a,b,c", "--num-classes", "2"]);

        Assert.False(Directory.Exists(first));
        Assert.Equal(File.ReadAllText(study.Split), File.ReadAllText(folder.File("second", "split.json")));
        Assert.Contains("no problems", check.Output, StringComparison.Ordinal);
        Assert.Contains("3", Assert.Single(names.Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_one_counts_in_commands_of_commands_too() => Assert.StartsWith("lr: 0 ", Assert.Single(
        (await AngioboardProcess.RunAsync(["study", "new", .. study.Options, "--lr", "1", "--lr", "0"])).Refused()),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("STUDY is empty; give a value", "study", "report", "")]
    [InlineData("TRAIN_N is empty; give a value", "resume", " ")]
    [InlineData("--fold-file is empty; give a value or leave it out", "study", "new", "--fold-file", "", "--fold-file", "b.json")]
    public async Task An_empty_value_is_refused(string expected, params string[] arguments) =>
        Assert.Equal([expected], (await AngioboardProcess.RunAsync(arguments)).Refused());

    [Fact]
    public async Task A_flag_may_be_given_twice()
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(["train", .. study.Options, "--no-wait", "--no-wait", "--lr", "0"]);

        Assert.StartsWith("lr: 0 ", Assert.Single(outcome.Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_lacks_its_value_does_not_take_an_earlier_one()
    {
        ProcessOutcome lacking = await AngioboardProcess.RunAsync(["check", .. study.Options, "--strip", "10", "--strip"]);
        ProcessOutcome empty = await AngioboardProcess.RunAsync(["check", .. study.Options, "--strip", "10", "--strip", ""]);

        Assert.Equal(["--strip is given with a value and without; give it once"], lacking.Refused());
        Assert.Equal(["--strip is empty; give a value or leave it out"], empty.Refused());
    }

    [Theory]
    [InlineData("--tolerance", "0,0001", "a number")]
    [InlineData("--tolerance", "1,000.5", "a number")]
    [InlineData("--tolerance", "nan", "a number")]
    public async Task A_tolerance_with_a_comma_is_not_read_as_another_number(string option, string value, string kind)
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(
            ["verify", "--weight", study.Run, "--predictions", Path.Combine(study.Run, "predictions.json"), .. study.Options,
                option, value]);

        Assert.Equal([$"{option}: \"{value}\" is not {kind}"], outcome.Refused());
    }

    [Theory]
    [InlineData("1,000")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task An_invalid_count_is_refused_in_words(string value)
    {
        ProcessOutcome phantom = await AngioboardProcess.RunAsync("phantom", "--output", folder.File("study"), "--exams", value);
        ProcessOutcome resume = await AngioboardProcess.RunAsync("resume", study.Run, "--more-epochs", value);

        Assert.Equal([$"--exams: \"{value}\" is not a valid whole number"], phantom.Refused());
        Assert.Equal([$"--more-epochs: \"{value}\" is not a valid whole number"], resume.Refused());
    }

    [Fact]
    public async Task After_two_dashes_a_folder_may_begin_with_a_dash()
    {
        ProcessOutcome outcome = await AngioboardProcess.RunAsync("resume", "--", "-gone/Train_1");

        Assert.EndsWith("-gone/Train_1: holds no settings.json, so it is not the folder of a run; give a Train_N",
            Assert.Single(outcome.Refused()), StringComparison.Ordinal);
    }
}
