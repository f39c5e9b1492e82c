using System.ComponentModel.DataAnnotations;

namespace Angioboard.Jobs.Users.Sessions;

/// <summary>How long a browser stays signed in.</summary>
public sealed record SessionOptions
{
    /// <summary>Hours without a request and without an open page after which a browser is signed out; by default a weekend.</summary>
    [Range(0.1, 8760.0)]
    public double IdleHours { get; init; } = 72;

    /// <summary>Days after which a browser is signed out in any case.</summary>
    [Range(0.01, 365.0)]
    public double AbsoluteDays { get; init; } = 30;
}
