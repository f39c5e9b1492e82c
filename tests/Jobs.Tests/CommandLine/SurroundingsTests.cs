namespace Angioboard.Jobs.Tests.CommandLine;

/// <summary>What a process gets from a shell, a batch system or a cron job: locale, home, temporary folder, current folder.</summary>
public sealed class SurroundingsTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("unset TERM HOME")]
    [InlineData("export TERM=dumb LANG=C LC_ALL=C")]
    [InlineData("export LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8")]
    [InlineData("export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8; umask 077")]
    [InlineData("export TMPDIR=/nonexistent/tmp")]
    public async Task A_check_and_a_training_give_the_same_results_in_any_surroundings(string shell)
    {
        ProcessOutcome usual = await AngioboardProcess.RunAsync(["check", .. study.Options]);

        ProcessOutcome check = (await AngioboardProcess.RunLimitedAsync(shell, ["check", .. study.Options])).Done();
        (await AngioboardProcess.RunLimitedAsync(shell, ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options)]))
            .Done();

        Assert.Equal(usual.Output, check.Output);
        Assert.Equal(File.ReadAllBytes(Path.Combine(study.Run, "last.ckpt")),
            File.ReadAllBytes(folder.File("results", "Train_1", "last.ckpt")));
    }

    [Fact]
    public async Task A_missing_current_folder_is_reported_in_one_line()
    {
        string place = folder.File("place"), shell = $"mkdir {place}; cd {place}; rmdir {place}";
        string[] line = ["the current folder is gone or cannot be read: change to another one (cd) and start again"];

        Assert.Equal(line, (await AngioboardProcess.RunLimitedAsync(shell, ["check", .. study.Options])).Refused());
        Assert.Equal(line,
            (await AngioboardProcess.RunLimitedAsync(shell, ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options)]))
                .Refused());
        Assert.Equal(line, (await AngioboardProcess.RunLimitedAsync(shell, ["submit", .. study.Options])).Refused());
    }
}
