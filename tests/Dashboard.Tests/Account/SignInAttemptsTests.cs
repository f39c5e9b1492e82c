using Angioboard.Dashboard.Account;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class SignInAttemptsTests
{
    [Fact]
    public void Five_attempts_a_minute_pass_for_an_address_and_for_a_name()
    {
        var clock = new Clock();
        var attempts = new SignInAttempts(clock);
        for (var i = 0; i < 5; i++)
            Assert.Null(attempts.Begin("10.0.0.1", $"user {i}"));

        var sameAddress = attempts.Begin("10.0.0.1", "somebody else");
        var otherAddress = attempts.Begin("10.0.0.2", "user 1");
        clock.Now += TimeSpan.FromSeconds(61);

        Assert.Equal(TimeSpan.FromMinutes(1), sameAddress);
        Assert.Null(otherAddress);
        Assert.Null(attempts.Begin("10.0.0.1", "somebody else"));
    }

    [Fact]
    public void One_name_from_many_addresses_is_limited_too()
    {
        var attempts = new SignInAttempts(new Clock());
        for (var i = 0; i < 5; i++)
            Assert.Null(attempts.Begin($"10.0.0.{i}", "ada"));

        Assert.NotNull(attempts.Begin("10.0.0.9", "ADA"));
    }

    [Fact]
    public void Right_passwords_do_not_count()
    {
        var attempts = new SignInAttempts(new Clock());

        for (var i = 0; i < 20; i++)
        {
            Assert.Null(attempts.Begin("10.0.0.1", "ada"));
            attempts.Succeed("10.0.0.1", "ada");
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
