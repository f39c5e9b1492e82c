using System.Diagnostics;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>All processes of a user can read a trainer's environment, so it only gets what it needs.</summary>
public sealed class TrainerEnvironmentTests(SharedStudy study)
{
    [Fact]
    public async Task A_trainer_sees_no_secret_of_the_server()
    {
        const string Secret = "SECRET_OF_THE_SERVER";
        using TemporaryFolder folder = new();
        await using QueueRig rig = new(folder, study) { Executable = ScriptedTrainer.Writing(folder, "env > $folder/environment") };
        Environment.SetEnvironmentVariable(Secret, "hunter2");
        try
        {
            await rig.StartAsync();
            Run run = await rig.UntilAsync((await rig.LaunchAsync()).Id, RunStatus.Finished);

            string[] seen = File.ReadAllLines(Path.Combine(run.Folder, "environment"));
            Assert.DoesNotContain(seen, line => line.Contains("hunter2", StringComparison.Ordinal));
            Assert.Contains($"Angioboard__DataFolder={rig.DataFolder}", seen);
            Assert.Contains(seen, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
    }

    [Fact]
    public void Secrets_of_the_server_are_not_passed_on()
    {
        ProcessStartInfo start = new("env");
        start.Environment.Clear();
        foreach (string name in new[] { "SECRET_OF_THE_SERVER", "Kestrel__Certificates__Default__Password", "PATH", "LC_ALL",
            "CUDA_VISIBLE_DEVICES", "ANGIOBOARD_CACHE", "HF_HOME", "https_proxy", "WANDB_MODE", "EXTRA" })
            start.Environment[name] = "x";

        TrainerEnvironment.Limit(start, ["WANDB_*", "EXTRA"]);

        Assert.Equal(["ANGIOBOARD_CACHE", "CUDA_VISIBLE_DEVICES", "EXTRA", "HF_HOME", "LC_ALL", "PATH", "WANDB_MODE", "https_proxy"],
            start.Environment.Keys.Order(StringComparer.Ordinal));
    }
}
