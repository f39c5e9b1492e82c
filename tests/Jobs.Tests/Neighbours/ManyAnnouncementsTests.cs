using System.Diagnostics;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>The queue continues, however many runs a neighbour announces.</summary>
public sealed class ManyAnnouncementsTests(SharedStudy shared) : QueueTests(shared)
{
    private const int Many = 40;

    private Process? theirs;

    private string Inbox => InboxNote.FolderIn(rig.DataFolder);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Neighbour.Open(folder.Path);
        Neighbour.Open(rig.DataFolder);
        Neighbour.Open(Inbox, write: true);
        Neighbour.Open(folder.File("theirs"), write: true);
    }

    public override async ValueTask DisposeAsync()
    {
        theirs?.Kill(entireProcessTree: true);
        theirs?.Dispose();
        await base.DisposeAsync();
    }

    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Polite(folder) };

    [Fact]
    public async Task A_process_that_is_not_a_trainer_is_not_a_run()
    {
        Begin("sleep 1000", 1);

        await AnnounceAsync(1, 1, _ => "cpu");

        Assert.Empty(rig.Runs.All);
    }

    [Fact]
    public async Task A_process_counts_as_one_run_only()
    {
        Begin(Program(), 1);

        await AnnounceAsync(3, 1, i => $"fake{i}");

        Assert.Single(rig.Runs.All);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("cpu\\n")]
    [InlineData("")]
    public async Task An_impossible_device_is_refused(string device)
    {
        Begin(Program(), 1);

        await AnnounceAsync(1, 1, _ => device);

        Assert.Empty(rig.Runs.All);
    }

    [Fact]
    public async Task Many_trainers_of_a_neighbour_do_not_keep_our_runs_from_starting()
    {
        Begin(Program(), Many);
        await AnnounceAsync(Many, Many, i => $"fake{i}");
        Assert.Equal(TerminalTrainer.MostOfUser, rig.Runs.All.Count);
        foreach (Run followed in rig.Runs.All)
            await rig.UntilAsync(() => rig.Get<Scheduler>().FindWorking(followed.Id)?.HasProcess == true);

        Run ours = await rig.UntilAsync((await rig.LaunchAsync()).Id, RunStatus.Running);
        File.WriteAllText(Path.Combine(ours.Folder, "go"), "");
        await rig.UntilAsync(ours.Id, RunStatus.Finished);

        // A restarted dashboard follows the same number.
        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Runs.All.Count(run => rig.Get<Scheduler>().FindWorking(run.Id)?.HasProcess == true)
            == TerminalTrainer.MostOfUser);
    }

    /// <summary>A program of the neighbour with the name of ours.</summary>
    private string Program()
    {
        string path = folder.File("theirs", "angioboard");
        Neighbour.Run($"printf '#!/bin/sh\\nwhile :; do sleep 5; done\\n' > {path}; chmod +x {path}");
        return path;
    }

    /// <summary>Starts processes of the neighbour and writes their numbers to <c>1.pid</c> and so on.</summary>
    private void Begin(string command, int count) =>
        theirs =
            Neighbour.Start(
                $"cd {folder.File("theirs")}; for i in $(seq {count}); do {command} & echo $! > $i.tmp; mv $i.tmp $i.pid; done; wait");

    /// <summary>Announces runs of the first processes; the last process has all remaining runs.</summary>
    private async Task AnnounceAsync(int count, int processes, Func<int, string> device)
    {
        string shell = "umask 022";
        for (int i = 1; i <= count; i++)
        {
            string run = folder.File("theirs", "study", $"Train_{i}"), number = folder.File("theirs", $"{Math.Min(i, processes)}.pid");
            await rig.UntilAsync(() => File.Exists(number));
            int pid = int.Parse(File.ReadAllText(number), System.Globalization.CultureInfo.InvariantCulture);
            ProcessIdentity process = ProcessIdentity.Of(pid)!;
            string named =
                $"\"pid\":{pid},\"start_ticks\":{process.StartTicks},\"boot_id\":\"{process.BootId}\","
                + $"\"run_folder\":\"{run}\",\"user\":\"eve\"";
            Directory.CreateDirectory(run);
            File.WriteAllText(Path.Combine(run, "settings.json"), """{"epochs": 3}""");
            File.WriteAllText(Path.Combine(run, "metrics.jsonl"), "");
            File.WriteAllText(Path.Combine(run, "trainer.json"),
                $"{{{named},\"device\":\"{device(i)}\",\"command\":\"experiment\",\"since\":\"2026-01-01T00:00:00Z\"}}");
            shell += $"; echo '{{{named}}}' > {Inbox}/{i}.tmp; mv {Inbox}/{i}.tmp {Inbox}/{i}.json";
        }
        Neighbour.Own(folder.File("theirs", "study"));
        Neighbour.Run(shell);
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);
    }
}
