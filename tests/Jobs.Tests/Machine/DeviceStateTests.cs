using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Tests.Machine;

public sealed class DeviceStateTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void All_reasons_are_named_and_a_run_by_its_title()
    {
        DeviceState device = new()
        {
            Id = "cpu", Name = "the processor", HeldByRun = "/results/demo/Train_1", HeldByUser = "ada", Drained = true,
            Blocked = "other programs use it",
        };

        Assert.Equal(
            "the processor is in use by long run (ada), and drained: an administrator lets no run start on it; other programs use it",
            device.WhyNot("bob", Now, folder => folder == "/results/demo/Train_1" ? "long run" : null));
        Assert.Equal("other programs use it", (device with { HeldByRun = null, Drained = false }).WhyNot("bob", Now));
        Assert.Null((device with { HeldByRun = null, Drained = false, Blocked = null }).WhyNot("bob", Now));
    }

    [Fact]
    public void A_reservation_stands_in_the_way_of_others_only()
    {
        DeviceState device = new() { Id = "cpu", Name = "the processor", HeldByRun = "/r", ReservedBy = "ada" };

        Assert.Equal("the processor is in use by /r", device.WhyNot("ada", Now));
        Assert.Equal("the processor is in use by /r, and reserved by ada", device.WhyNot("bob", Now));
    }
}
