using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Machine;

/// <summary>The monitor with a test script as nvidia-smi, real processes and real files.</summary>
[Collection(nameof(MachineMonitorTests))]
public sealed class MachineMonitorTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly FakeNvidiaSmi smi = new("exit 0");
    private readonly ManualTime time = new();
    private readonly List<Process> others = [];

    public void Dispose()
    {
        foreach (Process other in others)
        {
            other.Kill();
            other.Dispose();
        }
        smi.Dispose();
        data.Dispose();
    }

    [Theory]
    [InlineData("exit 0", "nvidia-smi lists no GPU")]
    [InlineData("echo No devices were found", "nvidia-smi lists no GPU: No devices were found")]
    [InlineData("echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18",
        "nvidia-smi failed: Failed to initialize NVML: Driver/library version mismatch")]
    [InlineData("echo 'it broke' >&2; exit 3", "nvidia-smi failed: it broke")]
    [InlineData("exit 9", "nvidia-smi failed: it ended with code 9")]
    [InlineData("head -c 300000 /dev/urandom", "nvidia-smi lists no GPU")]
    [InlineData("yes '0, GPU-'", "nvidia-smi failed: it says more than can be read")]
    public async Task Without_an_answer_the_processor_is_listed_with_the_reason(string script, string reason)
    {
        smi.Script(script);
        using MachineMonitor monitor = Monitor();

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(reason, monitor.NoGpu, StringComparison.Ordinal);
        DeviceState cpu = Assert.Single(monitor.Devices);
        Assert.Equal("cpu", cpu.Id);
        Assert.Null(cpu.WhyNot("ada", time.Now));
    }

    [Fact]
    public async Task A_hanging_nvidia_smi_is_killed_and_blocks_nobody()
    {
        smi.Script("sleep 600 & echo $! > \"$(dirname \"$0\")/child\"; wait");
        using MachineMonitor monitor = Monitor(longest: TimeSpan.FromSeconds(4));
        long start = Stopwatch.GetTimestamp();

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 3.5, 60);
        Assert.Equal("nvidia-smi does not answer within 4 s", monitor.NoGpu);
    }

    [Fact]
    public async Task With_a_libtorch_without_cuda_only_the_processor_is_listed_even_if_there_are_gpus()
    {
        smi.Says([FakeNvidiaSmi.Gpu(0)]);
        using MachineMonitor monitor = Monitor(noCuda: "the libtorch has no CUDA");

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal("cpu", Assert.Single(monitor.Devices).Id);
        Assert.Equal("the libtorch has no CUDA", monitor.NoGpu);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Gpus_are_the_devices_by_uuid(int count)
    {
        smi.Says(Enumerable.Range(0, count).Select(i => FakeNvidiaSmi.Gpu(i)));
        using MachineMonitor monitor = Monitor();

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, count).Select(FakeNvidiaSmi.Uuid), monitor.Devices.Select(device => device.Id));
        Assert.Equal("GPU 0: NVIDIA H100 80GB HBM3", monitor.Devices[0].Name);
        Assert.Equal(count, monitor.Latest!.Gpus.Count);
        Assert.Null(monitor.NoGpu);
        Assert.All(monitor.Devices, device => Assert.Null(device.WhyNot("ada", time.Now)));
    }

    [Fact]
    public async Task A_gpu_that_is_gone_stays_listed_with_the_reason()
    {
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)]);
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        smi.Says([FakeNvidiaSmi.Gpu(0)]);
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        string? gone = monitor.Devices[1].Blocked;
        smi.Script("exit 1");
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Contains("fallen off the bus", gone, StringComparison.Ordinal);
        Assert.All(monitor.Devices, device => Assert.Contains("nvidia-smi failed", device.Blocked, StringComparison.Ordinal));
        Assert.Equal(2, monitor.Devices.Count);
    }

    [Fact]
    public async Task A_gpu_in_use_by_others_is_blocked_with_their_name_and_for_a_quiet_time_afterwards()
    {
        Process other = Other();
        smi.Says([FakeNvidiaSmi.Gpu(0)], $"{FakeNvidiaSmi.Uuid(0)}, {other.Id}, sleep, 9000");
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        string? used = monitor.Devices[0].WhyNot("ada", time.Now);

        smi.Says([FakeNvidiaSmi.Gpu(0)]);
        time.Now += TimeSpan.FromMinutes(4);
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        string? quiet = monitor.Devices[0].Blocked;
        time.Now += TimeSpan.FromMinutes(1);
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"GPU 0: NVIDIA H100 80GB HBM3 is used by {Environment.UserName}: sleep 600 (9.4 GB)", used);
        Assert.Contains("if it stays quiet until", quiet, StringComparison.Ordinal);
        Assert.Null(monitor.Devices[0].Blocked);
    }

    [Fact]
    public async Task A_process_with_little_memory_does_not_block_and_one_without_a_name_does()
    {
        using MachineMonitor monitor = Monitor();
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1, used: "60000")], $"{FakeNvidiaSmi.Uuid(0)}, 4194999, X, 400",
            $"{FakeNvidiaSmi.Uuid(1)}, 4194998, [Not Found], [N/A]");

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Null(monitor.Devices[0].Blocked);
        Assert.Equal("GPU 1: NVIDIA H100 80GB HBM3 is used by somebody: process 4194998 (62.9 GB)", monitor.Devices[1].Blocked);
    }

    [Fact]
    public async Task Memory_of_an_unnamed_container_also_blocks()
    {
        using MachineMonitor monitor = Monitor();
        smi.Says([FakeNvidiaSmi.Gpu(0, used: "60000")]);

        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Contains("somebody whom nvidia-smi does not name (62.9 GB)", monitor.Devices[0].Blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_our_trainer_nor_the_memory_it_briefly_leaves_counts_as_foreign_use()
    {
        Process trainer = Other();
        Hold(trainer, FakeNvidiaSmi.Uuid(0));
        smi.Says([FakeNvidiaSmi.Gpu(0, used: "60000")], $"{FakeNvidiaSmi.Uuid(0)}, {trainer.Id}, angioboard, 59000");
        using MachineMonitor monitor = Monitor();

        await monitor.LookAsync(TestContext.Current.CancellationToken);
        DeviceState held = monitor.Devices[0];
        trainer.Kill();
        await trainer.WaitForExitAsync(TestContext.Current.CancellationToken);
        time.Now += TimeSpan.FromSeconds(3);
        smi.Says([FakeNvidiaSmi.Gpu(0, used: "60000")]);
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("study/Train_3", held.HeldByRun, StringComparison.Ordinal);
        Assert.Equal("ada", held.HeldByUser);
        Assert.Equal("study/Train_3", Assert.Single(held.Processes).RunId);
        Assert.Null(held.Blocked);
        Assert.Null(monitor.Devices[0].HeldByRun);
        Assert.Null(monitor.Devices[0].WhyNot("bob", time.Now));
    }

    [Fact]
    public async Task Only_configured_devices_are_listed_and_unknown_ones_stop_the_start()
    {
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)]);
        using MachineMonitor chosen = Monitor(devices: [FakeNvidiaSmi.Uuid(1), "cpu"]);
        using MachineMonitor wrong = Monitor(devices: ["GPU-nowhere"]);

        await chosen.StartAsync(TestContext.Current.CancellationToken);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => wrong.StartAsync(TestContext.Current.CancellationToken));
        await chosen.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal([FakeNvidiaSmi.Uuid(1), "cpu"], chosen.Devices.Select(device => device.Id));
        Assert.StartsWith("Angioboard:Devices: GPU-nowhere is not on this machine; there are GPU-00000000-1111",
            Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_keeps_an_hour_of_samples_five_seconds_apart()
    {
        using MachineMonitor monitor = Monitor(noCuda: "none");

        for (int i = 0; i < 1600; i++,
            time.Now += TimeSpan.FromSeconds(2.5)) await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(720, monitor.History.Count);
        Assert.Equal(TimeSpan.FromSeconds(5 * 719), monitor.History[^1].Time - monitor.History[0].Time);
        Assert.InRange(monitor.Latest!.CpuPercent!.Value, 0, 100);
        Assert.InRange(monitor.Latest.MemoryUsed!.Value, 1, monitor.Latest.MemoryTotal!.Value);
        Assert.InRange(monitor.Latest.DiskFree!.Value, 1, monitor.Latest.DiskTotal!.Value);
    }

    private AngioboardOptions Options(IReadOnlyList<string>? devices = null) => new() { DataFolder = data.Path, Devices = devices };

    private MachineMonitor Monitor(string? noCuda = null, IReadOnlyList<string>? devices = null, TimeSpan? longest = null) =>
        new(Options(devices), time, NullLogger<MachineMonitor>.Instance, noCuda, longest ?? TimeSpan.FromSeconds(30));

    private Process Other()
    {
        Process process = Process.Start("sleep", "600");
        others.Add(process);
        return process;
    }

    private void Hold(Process trainer, string device)
    {
        ProcessIdentity identity = ProcessIdentity.Of(trainer.Id)!;
        Directory.CreateDirectory(data.File("devices"));
        new TrainerFile
        {
            Pid = identity.Pid,
            StartTicks = identity.StartTicks,
            BootId = identity.BootId,
            RunFolder = data.File("results", "study", "Train_3"),
            Device = device,
            User = "ada",
            Command = "experiment",
            Since = time.Now,
        }.Write(data.File("devices", $"{device}.holder.json"));
    }
}
