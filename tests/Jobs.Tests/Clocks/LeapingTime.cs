namespace Angioboard.Jobs.Tests.Clocks;

/// <summary>Both clocks of a machine: a test advances both, or sets only the wall clock.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private TimeSpan wall, ran;

    /// <summary>Advances both clocks.</summary>
    public void Pass(TimeSpan by) => (wall, ran) = (wall + by, ran + by);

    /// <summary>Sets the wall clock.</summary>
    public void Leap(TimeSpan by) => wall += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + wall;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(ran.TotalSeconds * TimestampFrequency);
}
