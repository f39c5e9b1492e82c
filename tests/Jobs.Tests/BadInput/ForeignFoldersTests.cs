using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;

namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Studies that were copied by other systems: `check`, `train` and the registration of a data set report the same.</summary>
public sealed class ForeignFoldersTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public ForeignFoldersTests()
    {
        foreach (string name in new[] { "ex/0_L/1.jpg", "ex/0_L/3.jpg", "ex/1_R/1.jpg" }) study.Frame(name);
        study.Split(("train", [("ex/0_L/1.jpg", 0), ("ex/1_R/1.jpg", 1)]));
    }

    public void Dispose() => study.Dispose();

    [Fact]
    public async Task All_commands_warn_of_skipped_and_unused_files()
    {
        foreach (string name in new[] { "ex/0_L/._1.jpg", "ex/0_L/._3.jpg", "ex/1_R/.DS_Store", "ex/0_L/2.png" }) study.Write(name, "");
        string[] expected =
        [
            $"{study.PathOf("ex/0_L/2.png")}: is not a JPEG and is not used; convert it or move it out",
            $"{study.Folder}: hidden files and folders among the frames are ignored: 3, such as ex/0_L/._1.jpg",
        ];

        ProcessOutcome check = (await AngioboardProcess.RunAsync(["check", .. Data])).Done();
        ProcessOutcome train =
            (await AngioboardProcess.RunAsync(["train", "--output", study.PathOf("results"), .. TinyModel.On(Data)])).Done();
        DatasetCheckRun registration = await RegisterAsync();

        Assert.All(expected, warning => Assert.Contains($"warning: {warning}", check.Output, StringComparison.Ordinal));
        Assert.All(expected, warning => Assert.Contains(warning, train.Output + train.Errors, StringComparison.Ordinal));
        // The third proposes patients.
        Assert.Equal(expected, registration.Report!.Warnings.Take(2));
        Assert.Empty(registration.Report.Problems);
    }

    [Fact]
    public async Task All_commands_propose_a_folder_that_the_disk_spells_differently()
    {
        // A copy from a Mac: u and a combining diaeresis.
        study.Frame("ex/Mu\u0308_L/1.jpg");
        study.Split(("train", [("ex/0_L/1.jpg", 0), ("ex/M\u00fc_L/1.jpg", 1)]));
        string expected =
            $"{study.PathOf("ex/M\u00fc_L")}: the split names this exam's folder, but it is not there; a similar folder is there: "
            + "ex/Mu\u0308_L, which differs in the encoding of its accents; did you mean it? Write its name into the split, or rename it";

        string[] check = (await AngioboardProcess.RunAsync(["check", .. Data])).Refused();
        string[] train =
            (await AngioboardProcess.RunAsync(["train", "--output", study.PathOf("results"), .. TinyModel.On(Data)])).Refused();
        DatasetCheckRun registration = await RegisterAsync();

        Assert.Equal([expected], check);
        Assert.Equal([expected], train);
        Assert.Equal([expected], registration.Report!.Problems);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(90)]
    public async Task A_process_that_may_open_too_few_files_says_so_before_anything_else(int limit)
    {
        string[] check = (await AngioboardProcess.RunLimitedAsync($"ulimit -n {limit}", ["check", .. Data])).Refused();
        string[] presets = (await AngioboardProcess.RunLimitedAsync($"ulimit -n {limit}", ["presets"])).Refused();

        foreach (string problem in (string[])[Assert.Single(check), Assert.Single(presets)])
        {
            Assert.StartsWith($"too many open files: this process may have no more than {limit} open at once and needs ", problem,
                StringComparison.Ordinal);
            Assert.EndsWith("; raise the limit (ulimit -n 1024, or LimitNOFILE=1024 in a systemd unit) and start again", problem,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_keeps_no_file_open_for_an_exam()
    {
        (string, int?)[] entries = [.. Enumerable.Range(0, 500).Select(i => ($"many/{i}/1.jpg", (int?)(i % 2)))];
        foreach ((string frame, _) in entries) study.Frame(frame);
        study.Split(("train", entries));
        string[] options = ["train", "--output", study.PathOf("results"), .. TinyModel.On(Data, "--epochs", "1", "--batch-size", "50")];

        ProcessOutcome decoding =
            await AngioboardProcess.RunLimitedAsync($"ulimit -n 384; export ANGIOBOARD_CACHE={study.PathOf("cache")}", options);
        ProcessOutcome mapping =
            await AngioboardProcess.RunLimitedAsync($"ulimit -n 384; export ANGIOBOARD_CACHE={study.PathOf("cache")}", options);

        decoding.Done();
        mapping.Done();
        Assert.Equal(500, Directory.GetFiles(study.PathOf("cache")).Length);
    }

    private string[] Data => ["--split", study.SplitPath, "--datadir", study.Folder, "--num-classes", "2", "--strip", "8"];

    private async Task<DatasetCheckRun> RegisterAsync()
    {
        using TemporaryFolder data = new();
        using Database database = Database.Open(data.Path);
        DatasetStore datasets = new(database);
        DataRoots roots = new(new AngioboardOptions { DataFolder = data.Path, DataRoots = [study.Folder] }, database,
            People.Of(database, data.Path).Rights, TimeProvider.System);
        DatasetRegistration registration = new(database, datasets, new DatasetCatalog(database, datasets, roots),
            new HygieneStore(new AngioboardOptions { DataFolder = data.Path }, datasets), roots,
            People.Of(database, data.Path).Rights, TimeProvider.System);
        DatasetDraft draft = new() { Name = "eyes", Split = study.SplitPath, Datadir = study.Folder, ClassNames = "sick, well", Strip = 8 };
        DatasetCheckRun check = registration.Register(Actor.Owner("ada"), draft);
        await check.Completion;
        return check;
    }
}
