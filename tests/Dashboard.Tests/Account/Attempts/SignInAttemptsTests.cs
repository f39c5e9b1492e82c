using System.Net;
using Angioboard.Dashboard.Account.Attempts;

namespace Angioboard.Dashboard.Tests.Account.Attempts;

public sealed class SignInAttemptsTests
{
    private readonly Clock clock = new();
    private readonly SignInAttempts attempts;

    public SignInAttemptsTests() => attempts = new SignInAttempts(clock);

    [Fact]
    public void Attempts_from_elsewhere_do_not_lock_a_user_out()
    {
        for (int i = 0; i < SignInAttempts.OfName; i++)
            Assert.Null(Begin("203.0.113.7", "ada"));

        Assert.NotNull(Begin("203.0.113.8", "ADA"));
        Assert.Null(Begin("198.51.100.1", "ada"));
    }

    [Fact]
    public void A_known_browser_has_its_own_budget_when_all_others_are_used_up()
    {
        for (int i = 0; i < 250; i++)
            Begin($"10.{i}.0.1", "ada");

        Assert.NotNull(Begin("192.0.2.1", "ada"));
        for (int i = 0; i < SignInAttempts.OfDevice; i++)
            Assert.Null(Begin("192.0.2.1", "ada", "laptop"));
        Assert.NotNull(Begin("192.0.2.1", "ada", "laptop"));
        Assert.Null(Begin("192.0.2.1", "ada", "desktop"));
    }

    [Fact]
    public void Wrong_links_do_not_use_up_attempts_for_passwords()
    {
        int written = Enumerable.Range(0, 400).Count(i => attempts.BeginLink(IPAddress.Parse($"10.{i % 100}.0.1")));

        Assert.Equal(SignInAttempts.OfLinks, written);
        Assert.Null(Begin("10.1.0.1", "ada"));
    }

    [Fact]
    public void Trying_one_password_on_every_name_is_slow_from_one_network_and_from_many()
    {
        int fromOne = Enumerable.Range(0, 100).Count(i => Begin("203.0.113.7", $"user {i}") is null);
        int fromMany = Enumerable.Range(0, 400).Count(i => Begin($"2001:db8:0:{i:x}::1", $"user {i}") is null);

        Assert.Equal(SignInAttempts.OfNetwork, fromOne);
        Assert.Equal(SignInAttempts.OfStrangers - SignInAttempts.OfNetwork, fromMany);
    }

    [Fact]
    public void An_IPv6_network_counts_as_one()
    {
        for (int i = 0; i < SignInAttempts.OfName; i++)
            Begin($"2001:db8:1:2:{i}::{i}", "ada");

        Assert.NotNull(Begin("2001:db8:1:2:ffff::1", "ada"));
    }

    [Fact]
    public void The_wait_is_at_most_a_minute_and_setting_the_clock_does_not_lengthen_it()
    {
        for (int i = 0; i < SignInAttempts.OfName; i++)
            Begin("203.0.113.7", "ada");
        Assert.Equal(TimeSpan.FromMinutes(1), Begin("203.0.113.7", "ada"));

        clock.Now -= TimeSpan.FromDays(30);
        clock.Passed += TimeSpan.FromSeconds(61);

        Assert.Null(Begin("203.0.113.7", "ada"));
    }

    [Fact]
    public void Right_passwords_do_not_count()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(Begin("203.0.113.7", "ada"));
            attempts.Succeed(IPAddress.Parse("203.0.113.7"), "ada", null);
        }
    }

    [Fact]
    public void Memory_is_bounded_by_the_budgets()
    {
        for (int i = 0; i < 10_000; i++)
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
