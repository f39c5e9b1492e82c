using Angioboard.Dashboard.Times;

namespace Angioboard.Dashboard.Tests.Times;

public sealed class ReaderTimeTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 28, 21, 4, 33, TimeSpan.Zero);

    [Fact]
    public void Times_are_written_in_the_browsers_zone_with_its_name()
    {
        ReaderTime reader = new();
        int changes = 0;
        reader.Changed += () => changes++;

        reader.Read("Asia/Tokyo");
        reader.Read("Asia/Tokyo");

        Assert.Equal("2026-11-29 06:04", reader.Minute(Evening));
        Assert.Equal("2026-11-29 06:04:33 (Asia/Tokyo)", reader.Full(Evening));
        Assert.Equal("29 Nov 2026", reader.Day(Evening));
        Assert.Equal("06:04", reader.Clock(Evening, Evening.AddHours(3)));
        Assert.Equal("Sun 06:04", reader.Clock(Evening, Evening.AddHours(-10)));
        Assert.Equal(1, changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nowhere/City")]
    [InlineData("/etc/hostname")]
    [InlineData("../../etc/hostname")]
    [InlineData("Asia/../Asia/Tokyo")]
    [InlineData(null)]
    public void A_zone_that_the_server_does_not_know_leaves_its_own(string? name)
    {
        ReaderTime reader = new();

        reader.Read(name);

        Assert.Equal(TimeZoneInfo.Local, reader.Zone);
    }

    [Theory]
    [InlineData(30, "just now")]
    [InlineData(-20, "just now")]
    [InlineData(12 * 60, "12 min ago")]
    [InlineData(2.9 * 3600, "2 h ago")]
    [InlineData(3.5 * 86400, "3 d ago")]
    [InlineData(8 * 86400, "2026-11-28")]
    [InlineData(-7200, "2026-11-28 21:04")]
    public void A_recent_time_is_written_as_how_long_ago_it_was(double seconds, string text)
    {
        ReaderTime reader = new();
        reader.Read("Etc/UTC");

        Assert.Equal(text, reader.Ago(Evening, Evening.AddSeconds(seconds)));
    }

    [Fact]
    public void A_time_that_has_passed_on_the_readers_clock_means_tomorrow_also_when_the_clocks_change()
    {
        ReaderTime reader = new();
        reader.Read("Europe/Berlin");
        DateTimeOffset beforeChange = new(2026, 10, 24, 20, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2026, 10, 24, 21, 30, 0, TimeSpan.Zero), reader.Next(new TimeOnly(23, 30), beforeChange));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 8, 0, 0, TimeSpan.Zero), reader.Next(new TimeOnly(9, 0), beforeChange));
    }
}
