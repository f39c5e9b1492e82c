namespace Angioboard.Jobs.Tests.Clocks;

/// <summary>Both clocks of a machine: a test lets time pass on both, or sets the one on the wall.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private TimeSpan wall, ran;

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan by) => (wall, ran) = (wall + by, ran + by);

    /// <summary>Somebody sets the clock.</summary>
    public void Leap(TimeSpan by) => wall += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + wall;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(ran.TotalSeconds * TimestampFrequency);
}
