using Angioboard.Core.Native;

namespace Angioboard.Core.Tests.Native;

/// <summary>The machine's memory.</summary>
public sealed class HostMemoryTests
{
    [Fact]
    public void Pages_that_the_system_would_free_do_not_count_as_used()
    {
        HostMemory? memory =
            HostMemory.Parse(
                "MemTotal:       24684096 kB\nMemFree:        21592784 kB\nMemAvailable:   24238560 kB\nHugePages_Total:       0\n");

        Assert.Equal(new HostMemory((24684096L - 24238560) * 1024, 24684096L * 1024), memory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal:       24684096 kB\nMemFree:        21592784 kB\n")]
    [InlineData("MemTotal:       24684096 kB\nMemAvailable:   \n")]
    [InlineData("MemTotal:       24684096 kB\nMemAvailable:   none\n")]
    public void A_text_without_the_lines_gives_nothing(string text) => Assert.Null(HostMemory.Parse(text));

    [Fact]
    public void This_machine_is_read()
    {
        HostMemory memory = HostMemory.Read()!.Value;

        Assert.InRange(memory.Used, 1, memory.Total);
    }
}
