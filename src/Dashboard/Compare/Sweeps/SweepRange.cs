namespace Angioboard.Dashboard.Compare.Sweeps;

/// <summary>The part of an axis whose runs are shown, from 0 to 1.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct SweepRange(double Low, double High)
{
    private const double Touch = 0.001;

    /// <summary>The whole axis.</summary>
    public static SweepRange Whole { get; } = new(0, 1);

    /// <summary>Whether a run at this place is shown; one without a value only if the axis is not narrowed.</summary>
    public bool Holds(double? place) => this == Whole || (place is { } at && at >= Low - Touch && at <= High + Touch);
}
