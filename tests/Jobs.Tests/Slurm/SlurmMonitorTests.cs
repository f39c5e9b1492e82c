using Angioboard.Core;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>What is seen of a real cluster, also while parts of it are away.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmMonitorTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_and_jobs_are_shown_and_a_cluster_with_trouble_keeps_what_was_seen()
    {
        using SlurmMonitor monitor = new(new AngioboardOptions { Slurm = new() { Partitions = ["gpu"] } }, TimeProvider.System);
        string running = SlurmCluster.Submit("--gres=gpu:2", "--time=1:00:00"), waiting = SlurmCluster.Submit("--gres=gpu:2");

        SlurmSurvey survey = await UntilAsync(monitor, seen => seen.Jobs.Any(job => job.State == "RUNNING")
            && seen.Jobs.Any(job => job.Reason == "Resources") && seen.Nodes.Any(node => node.GpusInUse == 2));

        Assert.Null(survey.Problem);
        Assert.Equal(
            [("n1", 2, 2, 2), ("n2", 2, 1, 0)],
            survey.Nodes.Select(node => (node.Name, node.Processors, node.Gpus, node.GpusInUse)));
        Assert.All(survey.Nodes, node => Assert.True(node.TakesJobs));
        SlurmJob first = survey.Jobs.Single(job => job.Id == running), second = survey.Jobs.Single(job => job.Id == waiting);
        Assert.Equal(("gpu", Environment.UserName, 2, "n1"), (first.Partition, first.User, first.Gpus, first.Place));
        Assert.InRange(first.Start!.Value, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow);
        Assert.Matches("^(59:[0-5][0-9]|1:00:00)$", first.TimeLeft);
        Assert.Equal(("PENDING", true, null), (second.State, second.Waits, second.Place));

        // The node with the free GPU dies.
        cluster.KillNode("n2");
        survey = await UntilAsync(monitor, seen => seen.Nodes.Any(node => !node.TakesJobs));
        Assert.Equal("n2", survey.Nodes.Single(node => !node.TakesJobs).Name);

        cluster.Controller(runs: false);
        survey = await UntilAsync(monitor, seen => seen.Problem is not null);
        Assert.StartsWith("sinfo ", survey.Problem, StringComparison.Ordinal);
        Assert.Equal(2, survey.Nodes.Count);
        Assert.Contains(survey.Jobs, job => job.Id == running);

        cluster.Controller(runs: true);
        survey = await UntilAsync(monitor, seen => seen.Problem is null);
        Assert.Contains(survey.Jobs, job => job.Id == running && job.State == "RUNNING");

        // A partition that is not there, by the program that users run.
        ProcessOutcome outcome = await AngioboardProcess.RunAsync(new Dictionary<string, string>
        {
            ["LIBTORCH"] = Path.GetTempPath(), ["HF_HUB_OFFLINE"] = "1",
            ["Angioboard__Slurm__Partitions__0"] = "gpu", ["Angioboard__Slurm__Partitions__1"] = "a100",
        }, "doctor", "--json");
        Finding[] findings = [.. DoctorReport.Read(outcome.Output).Findings.Where(finding => finding.Check == "Slurm")];
        Finding absent = Assert.Single(findings, finding => finding.Level == FindingLevel.Problem);
        Assert.StartsWith("Slurm has no nodes in a partition a100: ", absent.Text, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Text.StartsWith("partition gpu: ", StringComparison.Ordinal));

        // It keeps nobody from the others.
        survey = await SlurmQuery.AskAsync(["gpu", "a100"], TimeProvider.System, Cancellation);
        Assert.Equal(["a100"], survey.Missing);
        Assert.Contains(survey.Jobs, job => job.Id == running);
        IReadOnlyList<DeviceState> devices = SlurmDevices.Of(["gpu", "a100"], survey);
        Assert.Equal((null, SlurmSurvey.Absent("a100")), (devices[0].Blocked, devices[1].Blocked));
    }

    [Fact]
    public async Task Without_Slurm_on_the_path_that_is_said()
    {
        InputException error = await Assert.ThrowsAsync<InputException>(() =>
            SlurmCommand.RunAsync("sinfo-that-is-not-there", [], TimeProvider.System, Cancellation));

        Assert.Equal("sinfo-that-is-not-there is not installed or not on the PATH", error.Message);
    }

    private static async Task<SlurmSurvey> UntilAsync(SlurmMonitor monitor, Func<SlurmSurvey, bool> holds)
    {
        using CancellationTokenSource hang = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        hang.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            await monitor.LookAsync(hang.Token);
            if (holds(monitor.Latest)) return monitor.Latest;
            await Task.Delay(200, hang.Token);
        }
    }
}
