namespace Angioboard.Benchmarks.Measuring;

/// <summary>A goal for a figure: at least, or at most, a bound.</summary>
internal sealed record Goal(double Bound, bool AtLeast)
{
    /// <summary>At least <paramref name="bound"/>.</summary>
    public static Goal Least(double bound) => new(bound, true);

    /// <summary>At most <paramref name="bound"/>.</summary>
    public static Goal Most(double bound) => new(bound, false);

    /// <summary>Whether a value meets it.</summary>
    public bool IsMetBy(double value) => AtLeast ? value >= Bound : value <= Bound;

    /// <inheritdoc/>
    public override string ToString() => $"{(AtLeast ? "≥" : "≤")} {Bound:0.##}";
}
