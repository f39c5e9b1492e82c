using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>A dashboard without pages that sends runs to a real cluster.</summary>
internal sealed class SlurmRig : IAsyncDisposable
{
    public const string Partition = "slurm:gpu";

    private readonly TemporaryFolder folder = new();

    private SlurmRig(SharedStudy study, SlurmOptions? slurm) =>
        Queue = new QueueRig(folder, study) { Slurm = slurm ?? new() { Partitions = ["gpu"], Cpus = 1 } };

    public QueueRig Queue { get; }

    public static async Task<SlurmRig> StartAsync(SharedStudy study, SlurmOptions? slurm = null)
    {
        SlurmRig rig = new(study, slurm);
        await rig.Queue.StartAsync();
        return rig;
    }

    public async Task<Run> LaunchAsync(int epochs = 2, string device = Partition, string owner = "ada") =>
        (await LaunchAllAsync(1, epochs, device, owner))[0];

    public Task<IReadOnlyList<Run>> LaunchAllAsync(int count, int epochs, string device, string owner) => Queue.Control.LaunchAsync(
        Actor.Owner(owner),
        new LaunchRequest
        {
            Settings = [.. Enumerable.Range(0, count).Select(seed => Queue.Settings(epochs) with { Device = device, Seed = 42 + seed })],
            Experiment = "demo",
        }, TestContext.Current.CancellationToken);

    /// <summary>Waits until a run has trained some epochs.</summary>
    public Task<Run> TrainedAsync(Run run, int epochs) =>
        Queue.UntilAsync(run.Id, now => now.Status == RunStatus.Running && now.EpochsDone >= epochs);

    /// <summary>The process that works on a run now.</summary>
    public static Process Trainer(Run run) => Process.GetProcessById(TrainerFile.Read(new RunFolder(run.Folder).Trainer)!.Pid);

    /// <summary>What a run predicts: the same to the byte if it was trained on the same device without any interruption.</summary>
    public static byte[] Predictions(Run run) => File.ReadAllBytes(new RunFolder(run.Folder).Predictions);

    /// <summary>Waits until nothing of this user waits or runs in Slurm.</summary>
    public static async Task UntilIdleAsync()
    {
        while (SlurmCluster.Run("squeue", "-h", "--me").Trim().Length > 0) await Task.Delay(200, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        // Before the folder: trainers on nodes write to it.
        SlurmCluster.Run("scancel", "--me");
        await UntilIdleAsync();
        await Queue.DisposeAsync();
        folder.Dispose();
    }
}
