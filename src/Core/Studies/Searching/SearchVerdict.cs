namespace Angioboard.Core.Studies.Searching;

/// <summary>What becomes of a variant for now; it changes when values of others arrive.</summary>
/// <param name="HoldAt">
/// Its runs wait once they have this many epochs, so that nothing is lost when it is promoted: 0 for at once; null if they train on.
/// </param>
/// <param name="Words">
/// Why its runs wait: <c>paused after 4 epochs: below the median of 6 variants at that epoch</c>; null while none has to.
/// </param>
public sealed record SearchVerdict(int? HoldAt, string? Words)
{
    /// <summary>Its runs train on.</summary>
    public static SearchVerdict GoOn { get; } = new(null, null);

    /// <summary>Whether a run waits that has trained this many epochs.</summary>
    public bool Holds(int epochs) => HoldAt is { } limit && epochs >= limit;
}
