using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Tests.Machine;

public sealed class NvidiaSmiOutputTests
{
    [Fact]
    public void A_card_is_read_in_bytes_percent_degrees_and_watts()
    {
        GpuReading gpu =
            Assert.Single(NvidiaSmiOutput.Gpus("1, GPU-ab12-cd, NVIDIA H100, 97, 2048, 81559, 64, 523.19, 00000000:41:00.0\n"));

        Assert.Equal(new GpuReading(1, "GPU-ab12-cd", "NVIDIA H100", 97, 2048L << 20, 81559L << 20, 64, 523.19, "0000:41:00.0"), gpu);
    }

    [Theory]
    [InlineData("[N/A]")]
    [InlineData("[Not Supported]")]
    [InlineData("ERR!")]
    [InlineData("[Unknown Error]")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void What_a_card_does_not_measure_is_unknown(string field)
    {
        GpuReading gpu =
            Assert.Single(NvidiaSmiOutput.Gpus($"0, GPU-1a2b, Tesla K20, {field}, {field}, {field}, {field}, {field}, 00000000:02:00.0"));

        Assert.Equal(new GpuReading(0, "GPU-1a2b", "Tesla K20", null, null, null, null, null, "0000:02:00.0"), gpu);
    }

    [Theory]
    [InlineData("No devices were found")]
    [InlineData("")]
    [InlineData("\0\0\0,,,,,,,,,,,")]
    [InlineData("0, ../../etc, NVIDIA, 1, 2, 3, 4, 5, 00000000:41:00.0")]
    [InlineData("99999999999999, GPU-1, NVIDIA, 1, 2, 3, 4, 5, 00000000:41:00.0")]
    [InlineData("1, GPU-ab12-cd, NVIDIA H100, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], 00000000:41:00.0")]
    public void Lines_that_are_not_a_card_are_skipped(string text)
    {
        Assert.Empty(NvidiaSmiOutput.Gpus(text));
    }

    [Fact]
    public void Cards_are_ordered_by_number_and_unique()
    {
        IReadOnlyList<GpuReading> gpus =
            NvidiaSmiOutput.Gpus(string.Join("\r\n", FakeNvidiaSmi.Gpu(1), FakeNvidiaSmi.Gpu(0), FakeNvidiaSmi.Gpu(1)));

        Assert.Equal([0, 1], gpus.Select(gpu => gpu.Index));
    }

    [Theory]
    [InlineData("Unable to determine the device handle for GPU 0000:41:00.0: GPU is lost.  Reboot the system to recover this GPU",
        "0000:41:00.0")]
    [InlineData("Unable to determine the device handle for GPU0000:C1:00.0: Unknown Error\nNo devices were found", "0000:C1:00.0")]
    [InlineData("Unable to determine the device handle for gpu 00000000:0b:00.0: GPU is lost.", "0000:0B:00.0")]
    [InlineData("0, GPU-1a2b, NVIDIA H100, 1, 2, 3, 4, 5, 00000000:41:00.0", null)]
    [InlineData("Failed to initialize NVML: Driver/library version mismatch", null)]
    public void An_unreachable_card_is_identified_by_its_bus_address(string text, string? place)
    {
        Assert.Equal(place is null ? [] : [place], NvidiaSmiOutput.Lost(text));
    }

    [Fact]
    public void Processes_may_have_no_name_and_no_memory()
    {
        IReadOnlyList<GpuProcess> processes = NvidiaSmiOutput.Processes("""
            GPU-1, 4711, python3, train, fast, 512
            GPU-1, 4712, [Not Found], [N/A]
            GPU-1, 4713, -, 100
            GPU-1, 4714, [Insufficient Permissions], [Unknown Error]
            [N/A], 4715, python3, 100
            GPU-1, pid, x, 3
            """);

        Assert.Equal([new("GPU-1", 4711, "python3, train, fast", 512L << 20), new("GPU-1", 4712, null, null),
            new("GPU-1", 4713, null, 100L << 20), new("GPU-1", 4714, null, null)], processes);
    }
}
