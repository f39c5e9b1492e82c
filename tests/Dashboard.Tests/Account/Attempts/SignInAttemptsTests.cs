using System.Net;
using Angioboard.Dashboard.Account.Attempts;

namespace Angioboard.Dashboard.Tests.Account.Attempts;

public sealed class SignInAttemptsTests
{
    private readonly Clock clock = new();
    private readonly SignInAttempts attempts;

    public SignInAttemptsTests() => attempts = new SignInAttempts(clock);

    [Fact]
    public void Nobody_elsewhere_keeps_a_user_out()
    {
        for (var i = 0; i < SignInAttempts.OfName; i++)
            Assert.Null(Begin("203.0.113.7", "ada"));

        Assert.NotNull(Begin("203.0.113.8", "ADA"));
        Assert.Null(Begin("198.51.100.1", "ada"));
    }

    [Fact]
    public void A_browser_that_is_known_has_a_budget_of_its_own_when_all_others_are_spent()
    {
        for (var i = 0; i < 250; i++)
            Begin($"10.{i}.0.1", "ada");

        Assert.NotNull(Begin("192.0.2.1", "ada"));
        for (var i = 0; i < SignInAttempts.OfDevice; i++)
            Assert.Null(Begin("192.0.2.1", "ada", "laptop"));
        Assert.NotNull(Begin("192.0.2.1", "ada", "laptop"));
        Assert.Null(Begin("192.0.2.1", "ada", "desktop"));
    }

    [Fact]
    public void Wrong_links_spend_nobodys_passwords()
    {
        var written = Enumerable.Range(0, 400).Count(i => attempts.BeginLink(IPAddress.Parse($"10.{i % 100}.0.1")));

        Assert.Equal(SignInAttempts.OfLinks, written);
        Assert.Null(Begin("10.1.0.1", "ada"));
    }

    [Fact]
    public void One_password_on_every_name_is_slow_from_a_network_and_from_everywhere()
    {
        var fromOne = Enumerable.Range(0, 100).Count(i => Begin("203.0.113.7", $"user {i}") is null);
        var fromMany = Enumerable.Range(0, 400).Count(i => Begin($"2001:db8:0:{i:x}::1", $"user {i}") is null);

        Assert.Equal(SignInAttempts.OfNetwork, fromOne);
        Assert.Equal(SignInAttempts.OfStrangers - SignInAttempts.OfNetwork, fromMany);
    }

    [Fact]
    public void A_network_of_IPv6_counts_as_one()
    {
        for (var i = 0; i < SignInAttempts.OfName; i++)
            Begin($"2001:db8:1:2:{i}::{i}", "ada");

        Assert.NotNull(Begin("2001:db8:1:2:ffff::1", "ada"));
    }

    [Fact]
    public void The_wait_is_a_minute_at_most_and_a_clock_that_is_set_does_not_lengthen_it()
    {
        for (var i = 0; i < SignInAttempts.OfName; i++)
            Begin("203.0.113.7", "ada");
        Assert.Equal(TimeSpan.FromMinutes(1), Begin("203.0.113.7", "ada"));

        clock.Now -= TimeSpan.FromDays(30);
        clock.Passed += TimeSpan.FromSeconds(61);

        Assert.Null(Begin("203.0.113.7", "ada"));
    }

    [Fact]
    public void Right_passwords_do_not_count()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(Begin("203.0.113.7", "ada"));
            attempts.Succeed(IPAddress.Parse("203.0.113.7"), "ada", null);
        }
    }

    [Fact]
    public void Memory_is_bounded_by_the_budgets()
    {
        for (var i = 0; i < 10_000; i++)
            Begin($"10.{i / 256}.{i % 256}.1", new string('x', 100_000) + i);

        Assert.InRange(attempts.Counted, 1, (2 * SignInAttempts.OfStrangers) + 1);
    }

    private TimeSpan? Begin(string address, string name, string? device = null) => attempts.Begin(IPAddress.Parse(address), name, device);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
