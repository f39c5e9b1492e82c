using Angioboard.Jobs.Machine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Machine;

/// <summary>nvidia-smi's output for a GPU that has fallen off the bus, from a test script.</summary>
[Collection(nameof(MachineMonitorTests))]
public sealed class LostGpuTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly FakeNvidiaSmi smi = new("exit 0");

    public void Dispose()
    {
        smi.Dispose();
        data.Dispose();
    }

    [Theory]
    [InlineData("echo 'Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU'; "
        + "exit 15", false)]
    [InlineData("echo '{0}'; echo 'Unable to determine the device handle for GPU0000:01:00.0: Unknown Error' >&2; exit 255", true)]
    [InlineData("echo '{0}'; echo '1, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is "
        + "lost], [GPU is lost]'", true)]
    public async Task A_lost_gpu_is_distinguished_from_one_of_unknown_state(string script, bool othersWork)
    {
        smi.Says([FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)]);
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        smi.Script(script.Replace("{0}", FakeNvidiaSmi.Gpu(0), StringComparison.Ordinal));
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal([false, true], monitor.Devices.Select(device => device.Lost));
        Assert.Contains("no longer lists it", monitor.Devices[1].Blocked, StringComparison.Ordinal);
        Assert.Equal(othersWork, monitor.Devices[0].Blocked is null);
    }

    [Fact]
    public async Task The_only_gpu_is_lost_if_none_is_found_but_not_if_nvidia_smi_fails()
    {
        smi.Says([FakeNvidiaSmi.Gpu(0)]);
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        smi.Script("exit 9");
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        bool failed = monitor.Devices[0].Lost;
        smi.Script("echo No devices were found; exit 6");
        await monitor.LookAsync(TestContext.Current.CancellationToken);

        Assert.False(failed);
        Assert.True(monitor.Devices[0].Lost);
    }

    private MachineMonitor Monitor() =>
        new(new AngioboardOptions { DataFolder = data.Path }, TimeProvider.System, NullLogger<MachineMonitor>.Instance, noCuda: null,
            TimeSpan.FromSeconds(30));
}
