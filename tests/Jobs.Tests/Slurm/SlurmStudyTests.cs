using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>A study on a real cluster.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmStudyTests(SlurmCluster cluster, SharedStudy study) : IClassFixture<SlurmCluster>
{
    private const int MostWaiting = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_runs_are_handed_over_bit_by_bit_and_give_the_results_of_the_same_study_on_the_box()
    {
        Assert.NotNull(cluster);
        await using SlurmRig rig = await SlurmRig.StartAsync(
            study, new SlurmOptions { Partitions = ["gpu"], Cpus = 1, MostWaiting = MostWaiting });

        LaunchedStudy there = await LaunchAsync(rig, SlurmRig.Partition);
        int most = 0, mostHere = 0;
        while (RunsOfStudy.Of(rig.Queue.Runs, there.Id).Any(run => !run.Status.IsFinal()))
        {
            most = Math.Max(most, SlurmCluster.Run("squeue", "-h", "--me", "-t", "PD").Split('\n').Count(line => line.Length > 0));
            mostHere = Math.Max(mostHere, rig.Queue.Control.Queue.Count(entry => !entry.InSlurm));
            await Task.Delay(100, Cancellation);
        }
        LaunchedStudy here = await LaunchAsync(rig, DeviceSetting.Cpu);
        foreach (Run run in here.Runs) await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(12, there.Runs.Count);
        Assert.All(RunsOfStudy.Of(rig.Queue.Runs, there.Id), run => Assert.Equal(
            (RunStatus.Finished, "COMPLETED", 0, null), (run.Status, run.Slurm?.State, run.Deaths, run.Reason)));
        Assert.InRange(most, 1, MostWaiting);
        Assert.InRange(mostHere, 1, 12);
        foreach ((Run onNode, Run onBox) in there.Runs.Zip(here.Runs))
            Assert.Equal(SlurmRig.Predictions(onBox), SlurmRig.Predictions(onNode));
        Assert.Equal(await ReportAsync(rig, here.Id), await ReportAsync(rig, there.Id));
    }

    private static Task<LaunchedStudy> LaunchAsync(SlurmRig rig, string device) => rig.Queue.Get<StudyLauncher>().MakeAsync(
        Actor.Owner("ada"), new StudyLaunch
        {
            Experiment = "demo",
            Study = new StudyRequest
            {
                Settings = rig.Queue.Settings(1) with { Device = device }, Variants = VariantGrid.Of([("max_frames", [1, 2, 3])]),
                Seeds = [1, 2, 3, 4], Metric = "log_loss",
            },
        }, Cancellation);

    private static async Task<string> ReportAsync(SlurmRig rig, string id)
    {
        string folder = Path.Combine(rig.Queue.Results, id);
        (await AngioboardProcess.RunAsync("study", "report", folder)).Done();
        return await File.ReadAllTextAsync(StudyDirectory.Open(folder).Results, Cancellation);
    }
}
