using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Machine;
using Angioboard.Jobs.Tests.Queue;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Supervision;

/// <summary>
/// A GPU that falls off the bus during a run. The test or its nvidia-smi gives the devices, and a script takes the trainer's place.
/// </summary>
[Collection(nameof(MachineMonitorTests))]
public sealed class DeviceLossTests(SharedStudy shared) : QueueTests(shared)
{
    private static readonly DeviceState Gpu = new() { Id = "GPU-a", Name = "GPU 0", Index = 0 };

    private protected override QueueRig NewRig() => new(folder, study) { Devices = [Gpu], Executable = ScriptedTrainer.Waiting(folder) };

    [Fact]
    public async Task A_trainer_that_dies_with_its_gpu_is_not_started_again_and_the_gpu_is_drained()
    {
        Run run = await LaunchAsync();
        int trainer = await StartedAsync(run);

        rig.Devices = [Gpu with { Lost = true, Blocked = "GPU 0 cannot be used" }];
        System.Diagnostics.Process.GetProcessById(trainer).Kill();
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);
        rig.Devices = [Gpu];

        Assert.Equal((FailureCause.DeviceLost, "its GPU 0 is gone: nvidia-smi no longer lists it"), (failed.Cause, failed.Reason));
        Assert.Single(File.ReadAllLines(Path.Combine(run.Folder, "starts")));
        IsOutOfService(run);
    }

    [Fact]
    public async Task A_trainers_report_of_its_lost_gpu_is_trusted()
    {
        await RestartAsync(ScriptedTrainer.Telling(
            folder, """{"seq":0,"time":"2026-01-01T00:00:00Z","type":"status","status":"failed","reason":"cuda:0 stopped responding","cause":"device_lost"}"""));
        Run run = await LaunchAsync();

        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal((FailureCause.DeviceLost, "its GPU 0 is gone: cuda:0 stopped responding"), (failed.Cause, failed.Reason));
        IsOutOfService(run);
    }

    [Fact]
    public async Task A_trainer_that_ran_out_of_memory_fails_with_the_cause_and_its_gpu_stays()
    {
        await RestartAsync(ScriptedTrainer.Telling(
            folder, """{"seq":0,"time":"2026-01-01T00:00:00Z","type":"status","status":"failed","reason":"cuda:0 ran out of memory","cause":"out_of_memory"}"""));
        Run run = await LaunchAsync();

        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal((FailureCause.OutOfMemory, "cuda:0 ran out of memory"), (failed.Cause, failed.Reason));
        Assert.Null(DeviceReservation.Read(rig.DataFolder, Gpu.Id));
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.10 GiB of which 3.10 GiB is free.",
        FailureCause.OutOfMemory, "3.3 of 84.9 GB were free")]
    [InlineData("CUDA error: unspecified launch failure", FailureCause.DeviceLost, "its GPU 0 is gone")]
    public async Task A_trainer_aborted_by_libtorch_is_not_started_again(string error, FailureCause cause, string told)
    {
        await RestartAsync(ScriptedTrainer.Aborting(folder,
            $"terminate called after throwing an instance of c10::Error\n  what():  {error}\nframe #0: main"));
        Run run = await LaunchAsync();

        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(cause, failed.Cause);
        Assert.Contains(told, failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #0", failed.Reason, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(Path.Combine(run.Folder, "starts")));
    }

    [Fact]
    public async Task A_loss_reported_while_no_dashboard_ran_also_drains_the_gpu()
    {
        Run run = await LaunchAsync();
        int trainer = await StartedAsync(run);
        await rig.UntilAsync(run.Id, RunStatus.Running);
        ProcessIdentity identity = ProcessIdentity.Of(trainer)!;
        await rig.StopAsync();

        System.Diagnostics.Process.GetProcessById(trainer).Kill();
        new TrainerFile
        {
            Pid = trainer, StartTicks = identity.StartTicks, BootId = identity.BootId, RunFolder = run.Folder, Device = Gpu.Id,
            User = "ada", Command = "", Since = DateTimeOffset.UtcNow,
        }.Write(new RunFolder(run.Folder).Trainer);
        File.WriteAllText(Path.Combine(run.Folder, "metrics.jsonl"),
            """{"seq":0,"time":"2026-01-01T00:00:00Z","type":"status","status":"failed","reason":"cuda:0 stopped responding","cause":"device_lost"}""" + "\n");
        await rig.UntilAsync(() => !identity.IsAlive());
        await rig.StartAsync();
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(FailureCause.DeviceLost, failed.Cause);
        IsOutOfService(run);
    }

    [Fact]
    public async Task A_trainer_that_hangs_on_its_lost_gpu_and_cannot_be_killed_is_not_waited_for()
    {
        (rig.HangMinutes, rig.KillAfter) = (0.01, TimeSpan.Zero);
        await RestartAsync(ScriptedTrainer.Waiting(folder));
        Run run = await LaunchAsync();
        await StartedAsync(run);

        rig.Devices = [Gpu with { Lost = true, Blocked = "GPU 0 cannot be used" }];
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(FailureCause.DeviceLost, failed.Cause);
        await rig.UntilReleasedAsync(run.Id);
        IsOutOfService(run);
    }

    [Fact]
    public async Task A_gpu_that_nvidia_smi_reports_lost_fails_only_its_run_and_stays_drained_until_opened()
    {
        using FakeNvidiaSmi smi = new("exit 9");
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)]);
        AngioboardOptions options = new() { DataFolder = rig.DataFolder };
        using MachineMonitor monitor =
            new(options, TimeProvider.System, NullLogger<MachineMonitor>.Instance, noCuda: null, TimeSpan.FromSeconds(30));
        await LookAsync(monitor);
        Run first = await LaunchAsync(), second = await LaunchAsync();
        int trainer = await StartedAsync(first);
        await StartedAsync(second);

        smi.Script(
            $"case \"$1\" in --query-gpu=*) echo '{FakeNvidiaSmi.Gpu(1)}';; esac; echo 'Unable to determine the device handle for GPU "
                + $"0000:00:00.0: GPU is lost.  Reboot the system to recover this GPU'; exit 15");
        await LookAsync(monitor);
        System.Diagnostics.Process.GetProcessById(trainer).Kill();
        Run failed = await rig.UntilAsync(first.Id, RunStatus.Failed);
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)]);
        await LookAsync(monitor);
        Run third = await LaunchAsync();
        await rig.UntilAsync(() => rig.Control.Queue is [{ } waits]
            && waits.Reason.Contains("GPU 0: NVIDIA H100 80GB HBM3 is drained", StringComparison.Ordinal));

        Assert.Equal((FailureCause.DeviceLost, "its GPU 0: NVIDIA H100 80GB HBM3 is gone: nvidia-smi no longer lists it"),
            (failed.Cause, failed.Reason));
        Assert.Equal(RunStatus.Running, rig.Runs.Find(second.Id)!.Status);
        new Reservations(options, monitor, rig.Get<Rights>(), TimeProvider.System).Undrain(Actor.Owner("root"), FakeNvidiaSmi.Uuid(0));
        await LookAsync(monitor);
        await rig.UntilAsync(third.Id, RunStatus.Running);
        Assert.Equal(FakeNvidiaSmi.Uuid(0), rig.Runs.Find(third.Id)!.Device);
    }

    private async Task LookAsync(MachineMonitor monitor)
    {
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        rig.Devices = monitor.Devices;
    }

    private void IsOutOfService(Run run)
    {
        DeviceReservation drain = DeviceReservation.Read(rig.DataFolder, Gpu.Id)!;
        Assert.Equal(("Angioboard", true), (drain.Owner, drain.Drained));
        Assert.StartsWith($"{run.Id}: its GPU 0 is gone: ", drain.Reason, StringComparison.Ordinal);
    }

    private async Task RestartAsync(string executable)
    {
        rig.Executable = executable;
        await rig.StopAsync();
        await rig.StartAsync();
    }

    private async Task<Run> LaunchAsync() => (await rig.Control.LaunchAsync(
        Actor.Owner("ada"), new LaunchRequest { Settings = [rig.Settings() with { Device = "auto" }], Experiment = "demo" },
        TestContext.Current.CancellationToken))[0];

    private async Task<int> StartedAsync(Run run)
    {
        string starts = Path.Combine(run.Folder, "starts");
        await rig.UntilAsync(() => File.Exists(starts) && File.ReadAllText(starts).EndsWith('\n'));
        return int.Parse(File.ReadAllText(starts), System.Globalization.CultureInfo.InvariantCulture);
    }
}
