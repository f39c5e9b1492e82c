using Angioboard.Core.Devices;

namespace Angioboard.Core.Tests.Devices;

public sealed class GpuUseTests
{
    [Fact]
    public void A_card_s_line_becomes_gigabytes_and_percent()
    {
        Dictionary<string, double> values = GpuUse.Parse("20480, 60000, 81559, 97\n");

        Assert.Equal(20480 * 1048576.0 / 1e9, values["memory-used-GB/gpu"], 9);
        Assert.Equal(97, values["percent-usage/gpu"]);
        Assert.Equal(100 * 20480 / 81559.0, values["memory-percent/gpu"], 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    [InlineData("[N/A], 1, 2, 3\n")]
    [InlineData("1, 2, 3\n")]
    public void Anything_else_is_not_a_value(string text) => Assert.Empty(GpuUse.Parse(text));
}
