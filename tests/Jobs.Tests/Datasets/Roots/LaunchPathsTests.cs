using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Datasets.Roots;

public sealed class LaunchPathsTests(SharedStudy shared) : QueueTests(shared)
{
    private protected override QueueRig NewRig() => new(folder, study) { Devices = [] };

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/etc/no-such-file")]
    [InlineData("/proc/self/environ")]
    [InlineData("/dev/zero")]
    public async Task A_file_outside_the_roots_is_refused_in_the_browser_and_nothing_about_it_is_saved_or_shown(string secret)
    {
        foreach (string role in new[] { Roles.Researcher, Roles.Administrator })
        {
            foreach (RunSettings settings in new[]
            {
                rig.Settings() with { Split = secret }, rig.Settings() with { Patients = secret + ".csv" },
                rig.Settings() with { InitWeight = secret },
                rig.Settings() with { Pretrained = secret }, rig.Settings() with { Datadir = Path.GetDirectoryName(secret) },
            })
            {
                IReadOnlyList<string> problems = (await Assert.ThrowsAsync<InputException>(() => LaunchAsync(settings, role))).Problems;

                Assert.Contains(problems, line => role == Roles.Researcher
                    || line.Contains("is not below a folder that data may be read from", StringComparison.Ordinal));
                Assert.All(problems,
                    line => Assert.True(line.Contains("is not below a folder", StringComparison.Ordinal)
                        || line.Contains("by hand are for administrators", StringComparison.Ordinal), line));
            }
        }
        Assert.Empty(rig.Runs.All);
        Assert.False(Directory.Exists(Path.Combine(rig.Results, "demo")));
    }

    // .NET removes (a)/.. from the text, so the first of these leads to the file from the trainer's folder, but nowhere from the
    // dashboard's own.
    [Theory]
    [InlineData("(a)/../../../../../../../../../etc/hostname", null)]
    [InlineData("/(a)/../etc/hostname", "is not below a folder")]
    [InlineData("/etc/hostname", "is not below a folder")]
    [InlineData("/etc/no-such-file", "is not below a folder")]
    [InlineData("../../../../../../../../../etc/hostname", "give the full path")]
    [InlineData("(a)/../../../../../../../../../etc/hosts.csv", "give the full path")]
    [InlineData("[0-9]+", "an expression needs a group")]
    public async Task Patients_are_a_file_or_an_expression_depending_only_on_the_text(string patients, string? problem)
    {
        RunSettings settings = rig.Settings() with { Patients = patients };
        if (problem is null)
        {
            Run run = await LaunchAsync(settings, Roles.Administrator);
            Assert.Equal(patients, run.Settings.Patients);
            Assert.False(PatientMap.IsTable(patients, run.Folder));
        }
        else
        {
            InputException refusal = await Assert.ThrowsAsync<InputException>(() => LaunchAsync(settings, Roles.Administrator));
            Assert.Contains(problem, Assert.Single(refusal.Problems), StringComparison.Ordinal);
        }
        Assert.All(rig.Get<LaunchPaths>().Problems(new Dictionary<string, string> { ["patients"] = patients }, administrator: false),
            _ => Assert.NotNull(problem));
    }

    [Fact]
    public async Task A_link_below_a_root_is_followed_before_the_check()
    {
        string own = folder.File("studies");
        Directory.CreateDirectory(own);
        File.CreateSymbolicLink(Path.Combine(own, "split.json"), "/etc/passwd");
        rig.Get<DataRoots>().Add(Actor.Server, own);

        InputException refusal =
            await Assert.ThrowsAsync<InputException>(() =>
                LaunchAsync(rig.Settings() with { Split = Path.Combine(own, "split.json") }, Roles.Administrator));

        Assert.Contains("is not below a folder", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Researchers_choose_registered_data_sets_and_administrators_may_name_files()
    {
        InputException refusal = await Assert.ThrowsAsync<InputException>(() => LaunchAsync(rig.Settings(), Roles.Researcher));
        await LaunchAsync(rig.Settings(), Roles.Administrator);
        RunSettings settings = rig.Settings();
        rig.Get<DatasetStore>().Put(new Dataset
        {
            Name = "study", Split = settings.Split!, Datadir = settings.Datadir!, ClassNames = settings.ClassNames!, Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        });
        Run run = await LaunchAsync(settings with { Patients = @"(\d+)_[LR]$" }, Roles.Researcher);

        Assert.Equal(["split", "datadir"], refusal.Problems.Select(line => line.Split(':')[0]));
        Assert.All(refusal.Problems, line => Assert.Contains("choose a registered dataset", line, StringComparison.Ordinal));
        Assert.Equal("study", run.Dataset);
        Assert.Equal(settings.Split, run.Settings.Split);
    }

    [Fact]
    public async Task Weights_may_come_from_a_run_but_from_no_other_file_of_the_dashboard()
    {
        RunSettings settings = rig.Settings();
        Run run = await LaunchAsync(settings, Roles.Administrator);
        string weights = Path.Combine(run.Folder, "last.ckpt"), link = Path.Combine(run.Folder, "link.ckpt");
        File.WriteAllText(weights, "");
        File.CreateSymbolicLink(link, "/etc/passwd");

        Run next = await LaunchAsync(settings with { InitWeight = weights }, Roles.Administrator);

        Assert.Equal(weights, next.Settings.InitWeight);
        foreach (string bad in new[] { link, Path.Combine(rig.DataFolder, "angioboard.db"),
            Path.Combine(rig.Results, "other", "Train_1", "last.ckpt") })
            await Assert.ThrowsAsync<InputException>(() => LaunchAsync(settings with { InitWeight = bad }, Roles.Administrator));
    }

    [Fact]
    public async Task At_the_terminal_the_owner_may_name_any_readable_file_but_only_the_parsed_split_is_saved()
    {
        string split = folder.File("elsewhere.json", [.. "  "u8, .. File.ReadAllBytes(study.Split), .. "\n\n "u8]);

        Run run =
            (await rig.Control.LaunchAsync(Actor.Owner("ada"),
                new LaunchRequest { Settings = [rig.Settings() with { Split = split }], Experiment = "demo" }, Cancellation))[0];
        InputException refusal = await Assert.ThrowsAsync<InputException>(() => rig.Control.LaunchAsync(
            Actor.Owner("ada"), new LaunchRequest { Settings = [rig.Settings() with { Split = "/etc/passwd" }], Experiment = "demo" },
            Cancellation));

        Assert.StartsWith("{\"train\":[[\"", File.ReadAllText(Path.Combine(run.Folder, "split.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("root:", string.Join(' ', refusal.Problems), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(rig.Results, "demo", "Train_2")));
    }

    [Fact]
    public async Task A_user_has_a_limited_number_of_queued_runs_and_limited_texts()
    {
        Actor ada = rig.Get<UserStore>().SignIn("ada", Roles.Administrator);
        RunSettings[] many = [.. Enumerable.Repeat(rig.Settings(), 100)];

        for (int i = 0; i < 5; i++)
            await rig.Control.LaunchAsync(ada, new LaunchRequest { Settings = many, Experiment = "demo" }, Cancellation);
        InputException full =
            await Assert.ThrowsAsync<InputException>(() =>
                rig.Control.LaunchAsync(ada, new LaunchRequest { Settings = many, Experiment = "demo" }, Cancellation));
        InputException note = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.LaunchAsync(ada,
                new LaunchRequest { Settings = [rig.Settings()], Experiment = "demo", Note = new string('x', 400_000) }, Cancellation));
        InputException names = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.LaunchAsync(ada,
                new LaunchRequest { Settings = [rig.Settings() with { ClassNames = [new string('x', 400_000), "y"] }],
                    Experiment = "demo" }, Cancellation));

        Assert.Contains("500 runs of ada wait already, and 500 is the most", Assert.Single(full.Problems), StringComparison.Ordinal);
        Assert.Contains("note: has 400000 characters; 10000 at most", Assert.Single(note.Problems), StringComparison.Ordinal);
        Assert.Contains("more than 100000 characters", Assert.Single(names.Problems), StringComparison.Ordinal);
        Assert.Equal(500, rig.Runs.All.Count);
        Assert.Equal(500, Directory.GetDirectories(Path.Combine(rig.Results, "demo"), "Train_*").Length);
    }

    private async Task<Run> LaunchAsync(RunSettings settings, string role) =>
        (await rig.Control.LaunchAsync(rig.Get<UserStore>().SignIn(role, role),
            new LaunchRequest { Settings = [settings], Experiment = "demo" }, Cancellation))[0];
}
