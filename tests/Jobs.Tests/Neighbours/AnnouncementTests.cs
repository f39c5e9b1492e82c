using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>
/// Files of other users of the machine, who share devices and announce their runs, are trusted only as far as the system confirms them.
/// </summary>
public sealed class AnnouncementTests(SharedStudy shared) : QueueTests(shared)
{
    private readonly List<Process> left = [];

    private string Inbox => InboxNote.FolderIn(rig.DataFolder);

    private string Theirs => folder.File("theirs", "study", "Train_1");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Neighbour.Open(folder.Path);
        Neighbour.Open(rig.DataFolder);
        Neighbour.Open(Inbox, write: true);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (Process process in left)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
        await base.DisposeAsync();
    }

    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Polite(folder) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_neighbours_note_does_not_publish_a_folder_of_ours(bool asRun)
    {
        string keys = folder.File("data", "keys", "Train_1");
        if (asRun) MakeRun(keys);
        else Directory.CreateDirectory(keys);
        File.WriteAllText(Path.Combine(keys, "id_ed25519"), "secret");

        await NoteAsync(keys, "root", 999_999);

        Assert.Empty(rig.Runs.All);
        Assert.True(Directory.Exists(keys));
    }

    [Fact]
    public async Task A_neighbours_folder_that_is_not_a_run_is_not_adopted()
    {
        Directory.CreateDirectory(Theirs);
        File.WriteAllText(Path.Combine(Theirs, "settings.json"), "{}");
        Neighbour.Own(folder.File("theirs"));

        await NoteAsync(Theirs, "root", 999_999);

        Assert.Empty(rig.Runs.All);
    }

    [Fact]
    public async Task A_neighbours_run_cannot_take_another_runs_id()
    {
        MakeRun(Theirs);
        Neighbour.Own(folder.File("theirs"));
        string name = Jobs.Runs.RunIds.Of(Theirs, rig.Results);
        // A run with the same short hash, whose drive is missing.
        Run away = new()
        {
            Id = name, Key = rig.Runs.NextKey(), Folder = folder.File("away", "study", "Train_1"), Owner = "ada", Settings = rig.Settings(),
            SettingsHash = "", Created = DateTimeOffset.UtcNow,
            Status = RunStatus.Finished, Note = "the good one", Missing = true,
        };
        rig.Runs.Add(away);

        await NoteAsync(Theirs, "ada", 999_999);

        Assert.Equal("the good one", rig.Runs.Find(name)!.Note);
        Assert.Equal(Neighbour.Name, rig.Runs.All.Single(run => run.Id != name).Owner);
    }

    [Fact]
    public async Task A_neighbours_run_is_shown_with_the_user_name_from_the_system()
    {
        Process trainer = Working("angioboard");
        MakeRun(Theirs, Trainer(ProcessIdentity.Of(await NumberAsync())!, "root"));
        Neighbour.Own(folder.File("theirs", "study"));

        await NoteAsync(Theirs, "root", await NumberAsync());
        Run live = await rig.UntilAsync(rig.Runs.All.Single().Id, RunStatus.Running);

        Assert.Equal((Neighbour.Name, Neighbour.User, true), (live.Owner, live.OtherUser, live.FromTerminal));
        Assert.Equal(Neighbour.Name, rig.Get<Jobs.Queue.Scheduler>().FindWorking(live.Id)!.Job.Owner);
        await rig.UntilAsync(() => rig.Get<Jobs.Queue.Scheduler>().FindWorking(live.Id)?.HasProcess == true);
        InputException refusal =
            await Assert.ThrowsAsync<InputException>(() => rig.Control.PauseAsync(Actor.Owner("bob"), live.Id, Cancellation));
        Assert.Contains($"its folder belongs to {Neighbour.Name}, and only that user can resume it", refusal.Message,
            StringComparison.Ordinal);
        await rig.Control.StopAsync(Actor.Owner("bob"), live.Id, Cancellation);
        await trainer.WaitForExitAsync(Cancellation);
        await rig.UntilAsync(live.Id, run => run.Status.IsFinal());
    }

    [Fact]
    public async Task A_neighbour_cannot_have_our_processes_ended()
    {
        Process ours = Process.Start("sleep", "1000");
        left.Add(ours);
        ProcessIdentity identity = ProcessIdentity.Of(ours.Id)!;
        MakeRun(Theirs, Trainer(identity, "root"));
        Neighbour.Own(folder.File("theirs"));

        await NoteAsync(Theirs, "root", ours.Id, identity);
        Run run = rig.Runs.All.Single();

        Assert.True(run.Status.IsFinal(), $"{run.Status}");
        await Assert.ThrowsAsync<InputException>(() => rig.Control.StopAsync(Actor.Owner("bob"), run.Id, Cancellation));
        Assert.False(ours.HasExited);
    }

    [Fact]
    public async Task A_process_that_is_not_a_trainer_is_never_ended()
    {
        Process ours = Process.Start("sleep", "1000");
        left.Add(ours);
        string run = folder.File("mine", "Train_1");
        MakeRun(run, Trainer(ProcessIdentity.Of(ours.Id)!, "root") with { RunFolder = run });

        InboxNote.Announce(rig.DataFolder, TrainerFile.Read(new RunFolder(run).Trainer)!);
        await rig.UntilAsync(() => rig.Runs.All.Count == 1);
        Run live = await rig.UntilAsync(rig.Runs.All.Single().Id, RunStatus.Running);
        await rig.UntilAsync(() => rig.Get<Jobs.Queue.Scheduler>().FindWorking(live.Id)?.HasProcess == true);

        InputException refusal =
            await Assert.ThrowsAsync<InputException>(() => rig.Control.StopAsync(Actor.Owner("bob"), live.Id, Cancellation));
        Assert.Contains("no trainer of Angioboard's", refusal.Message, StringComparison.Ordinal);
        Assert.False(ours.HasExited);
    }

    [Fact]
    public async Task Links_in_a_neighbours_folder_do_not_reveal_our_files()
    {
        string secret = folder.File("secret", "the server's secret\n"u8.ToArray());
        MakeRun(Theirs);
        foreach (string name in new[] { "trainer.log", "predictions.json", "evaluation.json", "best-val_loss=0.1.ckpt" })
            File.CreateSymbolicLink(Path.Combine(Theirs, name), secret);
        Neighbour.Own(folder.File("theirs"));

        await NoteAsync(Theirs, "root", 999_999);
        Run run = rig.Runs.All.Single();

        RunLogTail log = new(run.Folder, HiddenSplits.None);
        log.Read();
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Contains(
            "is a link", Assert.Single(new RunPredictions().Read(run.Folder, HiddenSplits.None).Problems), StringComparison.Ordinal);
        Assert.Contains(
            "is a link", Assert.Single(new RunEvaluations().Read(run.Folder, HiddenSplits.None).Problems), StringComparison.Ordinal);
        Assert.Equal(["metrics.jsonl", "settings.json"], RunArtifacts.List(run.Folder).Select(file => file.Name));

        // Later the folder itself becomes a link.
        MakeRun(folder.File("ours", "Train_1"));
        Neighbour.Run($"mv '{Theirs}' '{Theirs}.old'; ln -s '{folder.File("ours", "Train_1")}' '{Theirs}'");
        Assert.Empty(RunArtifacts.List(run.Folder));
        Assert.NotNull(RunFacts.Read(run.Folder).Problem);
    }

    [Fact]
    public async Task A_neighbours_folder_stays_where_it_is_when_its_run_is_deleted()
    {
        MakeRun(Theirs);
        Neighbour.Own(folder.File("theirs"));
        await NoteAsync(Theirs, "root", 999_999);
        Run run = rig.Runs.All.Single();

        await rig.Control.DeleteAsync(Actor.Owner("bob"), run.Id, Cancellation);
        Assert.NotNull(rig.Runs.Find(run.Id)!.Trashed);
        await rig.Get<Jobs.Retention.RunTrash>().EmptyAsync(Actor.Owner("bob"), Cancellation);

        Assert.Empty(rig.Runs.All);
        Assert.True(File.Exists(Path.Combine(Theirs, "settings.json")));
        Assert.Equal(["Train_1"], Directory.GetFileSystemEntries(Path.GetDirectoryName(Theirs)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_dashboard_does_not_work_in_a_neighbours_folder()
    {
        MakeRun(Theirs);
        Neighbour.Own(folder.File("theirs"));
        await NoteAsync(Theirs, "root", 999_999);
        Run run = rig.Runs.All.Single();

        rig.Get<DatasetStore>().Put(new Dataset
        {
            Name = "Other clinic", Split = study.Split, Datadir = study.Folder, ClassNames = rig.Settings().ClassNames!, Owner = "ada",
            Registered = DateTimeOffset.UtcNow,
        });
        foreach (Func<Task> act in new Func<Task>[]
        {
            () => rig.Control.ResumeAsync(Actor.Owner("bob"), run.Id, Cancellation),
            () => rig.Control.ExtendAsync(Actor.Owner("bob"), run.Id, 5, Cancellation),
            () => rig.Control.EvaluateOnAsync(Actor.Owner("bob"), run.Id, "Other clinic", Cancellation),
        })
        {
            InputException refusal = await Assert.ThrowsAsync<InputException>(act);
            Assert.Contains("only that user can resume it", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static void MakeRun(string run, TrainerFile? trainer = null)
    {
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "settings.json"), """{"epochs": 3}""");
        File.WriteAllText(Path.Combine(run, "metrics.jsonl"),
            "{\"seq\":0,\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"phase\",\"phase\":\"train\"}\n");
        trainer?.Write(Path.Combine(run, "trainer.json"));
    }

    private TrainerFile Trainer(ProcessIdentity process, string user) => new()
    {
        Pid = process.Pid, StartTicks = process.StartTicks, BootId = process.BootId, RunFolder = Theirs, Device = "cpu", User = user,
        Command = "experiment", Since = DateTimeOffset.UtcNow,
    };

    /// <summary>A process of the neighbour with a program's name; it writes its number to a file.</summary>
    private Process Working(string name)
    {
        string place = folder.File("theirs");
        Neighbour.Open(place, write: true);
        Neighbour.Run(
            $"printf '#!/bin/sh\\necho $$ > {place}/pid\\nwhile :; do sleep 0.1; done\\n' > {place}/{name}; chmod +x {place}/{name}");
        Process process = Neighbour.Start($"exec {place}/{name} experiment");
        left.Add(process);
        return process;
    }

    private async Task<int> NumberAsync()
    {
        string file = folder.File("theirs", "pid");
        await rig.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'));
        return int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task NoteAsync(string run, string user, int pid, ProcessIdentity? process = null)
    {
        process ??= ProcessIdentity.Of(pid) ?? new ProcessIdentity(pid, 1, "x");
        string note =
            $$"""{"run_folder":"{{run}}","user":"{{user}}","pid":{{pid}},"start_ticks":{{process.StartTicks}},"boot_id":"{{process.BootId}}"}""";
        Neighbour.Run($"umask 022; echo '{note}' > '{Inbox}/a.tmp'; mv '{Inbox}/a.tmp' '{Inbox}/a.json'");
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);
    }
}
