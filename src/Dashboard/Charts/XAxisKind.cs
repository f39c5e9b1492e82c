namespace Angioboard.Dashboard.Charts;

/// <summary>The type of the x values.</summary>
public enum XAxisKind
{
    /// <summary>A number: epoch, hours, rate.</summary>
    Number,

    /// <summary>A time in milliseconds since 1970-01-01 UTC, shown in the browser's time zone.</summary>
    Time,
}
