using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Clocks;

public sealed class SteadyClockTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder folder = new();
    private readonly LeapingTime time = new();
    private Database database;

    public SteadyClockTests() => database = Database.Open(folder.Path);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-3)]
    public void A_leap_of_the_clock_is_noticed_and_does_not_count(int days)
    {
        SteadyClock clock = Clock();
        DateTimeOffset before = clock.Now;

        time.Leap(days * Day);

        Assert.InRange(clock.Now - before, TimeSpan.Zero, 60 * Second);
        Assert.InRange((clock.Last!.By - (days * Day)).Duration(), TimeSpan.Zero, 60 * Second);
        Assert.StartsWith($"The clock of this machine leapt {(days > 0 ? "forwards by 8" : "back by 3")} days, to ", clock.Last.Sentence,
            StringComparison.Ordinal);
        time.Leap(-days * Day);
        Assert.InRange(clock.Now - before, TimeSpan.Zero, 60 * Second);
        Assert.InRange(clock.Lead.Duration(), TimeSpan.Zero, 60 * Second);
    }

    [Fact]
    public void Time_that_passes_counts()
    {
        SteadyClock clock = Clock();
        DateTimeOffset before = clock.Now;

        time.Pass(8 * Day);

        Assert.InRange(clock.Now - before, 8 * Day, (8 * Day) + (60 * Second));
        Assert.Null(clock.Last);
    }

    [Theory]
    [InlineData(0.5, 0.5)] // Off for the night.
    [InlineData(40, 1)] // Off for long, or a clock with an empty battery: unknown.
    [InlineData(-40, 0)]
    public void Time_while_it_was_off_counts_for_a_day_at_most(double days, double counted)
    {
        DateTimeOffset before = Clock().Now;
        database.Dispose();

        time.Leap(days * Day);
        database = Database.Open(folder.Path);

        Assert.InRange(Clock().Now - before, (counted * Day) - Second, (counted * Day) + (60 * Second));
    }

    private SteadyClock Clock() => new(database, time, NullLogger<SteadyClock>.Instance);
}
