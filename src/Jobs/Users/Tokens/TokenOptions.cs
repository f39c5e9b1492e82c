using System.ComponentModel.DataAnnotations;

namespace Angioboard.Jobs.Users.Tokens;

/// <summary>How long tokens may be valid.</summary>
public sealed record TokenOptions
{
    /// <summary>The most days from when a token is made until it ends.</summary>
    [Range(1, 3650)]
    public int LongestDays { get; init; } = 365;
}
