using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Machine;

/// <summary>Devices that people reserve, and that administrators take out of service.</summary>
public sealed class ReservationTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly ManualTime time = new();
    private readonly AngioboardOptions options;

    public ReservationTests() => options = new AngioboardOptions { DataFolder = data.Path };

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Reservations_and_drains_are_seen_at_once_and_reported_to_listeners()
    {
        using MachineMonitor monitor = Monitor();
        using Database database = Database.Open(data.Path);
        UserStore users = People.Of(database, data.Path);
        Reservations reservations = new(options, monitor, users.Rights, time);
        (Actor ada, Actor bob, Actor root) =
            (users.SignIn("ada", Roles.Researcher), users.SignIn("bob", Roles.Researcher), users.SignIn("root", Roles.Administrator));
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        List<MachineNews> news = [];
        using IDisposable subscription = monitor.Subscribe(news.Add);

        reservations.Reserve(ada, "cpu", time.Now.AddHours(2));
        (string? forAda, string? forBob) = (monitor.Devices[0].WhyNot("ada", time.Now), monitor.Devices[0].WhyNot("bob", time.Now));
        InputException taken = Assert.Throws<InputException>(() => reservations.Reserve(bob, "cpu", time.Now.AddHours(1)));
        InputException notTheirs = Assert.Throws<NotAllowedException>(() => reservations.Release(bob, "cpu"));
        InputException past = Assert.Throws<InputException>(() => reservations.Reserve(ada, "cpu", time.Now));
        reservations.Drain(root, "cpu");
        string? drained = monitor.Devices[0].WhyNot("ada", time.Now);
        reservations.Undrain(root, "cpu");

        Assert.Null(forAda);
        Assert.StartsWith("CPU is reserved by ada until ", forBob, StringComparison.Ordinal);
        Assert.StartsWith("CPU is reserved by ada until ", taken.Message, StringComparison.Ordinal);
        Assert.Contains("only they or an administrator", notTheirs.Message, StringComparison.Ordinal);
        Assert.Contains("that time is over", past.Message, StringComparison.Ordinal);
        Assert.Contains("drained", drained, StringComparison.Ordinal);
        Assert.Null(monitor.Devices[0].WhyNot("bob", time.Now));
        Assert.Equal([MachineNews.Devices, MachineNews.Devices, MachineNews.Devices], news);
    }

    [Fact]
    public async Task A_reservation_ends_by_itself()
    {
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        using Database database = Database.Open(data.Path);
        new Reservations(options, monitor, People.Of(database, data.Path).Rights, time)
            .Reserve(Actor.Owner("ada"), "cpu", time.Now.AddHours(2));

        time.Now += TimeSpan.FromHours(2);
        monitor.Refresh();

        Assert.Null(monitor.Devices[0].ReservedBy);
    }

    [Fact]
    public async Task A_reservation_that_cannot_be_removed_is_not_reported_as_ended()
    {
        using SmallDisk disk = new(data.File(DeviceFiles.Reservations), 256);
        using Database database = Database.Open(data.Path);
        using MachineMonitor monitor = Monitor();
        await monitor.LookAsync(TestContext.Current.CancellationToken);
        Reservations reservations = new(options, monitor, People.Of(database, data.Path).Rights, time);
        reservations.Reserve(Actor.Owner("ada"), "cpu", time.Now.AddHours(2));
        disk.MakeReadOnly();

        InputException kept = Assert.Throws<InputException>(() => reservations.Release(Actor.Owner("ada"), "cpu"));

        Assert.Contains("the disk is read-only", kept.Message, StringComparison.Ordinal);
        Assert.Equal("ada", reservations.Find("cpu")?.Owner);
    }

    private MachineMonitor Monitor() => new(options, time, NullLogger<MachineMonitor>.Instance, "none", TimeSpan.FromSeconds(30));
}
