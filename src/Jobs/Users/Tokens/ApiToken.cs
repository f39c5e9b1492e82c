namespace Angioboard.Jobs.Users.Tokens;

/// <summary>A token, by which a program acts for a user.</summary>
public sealed record ApiToken
{
    /// <summary>The hash of the token, so that nobody who reads the database can use it.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it; no two tokens of a user have the same name.</summary>
    public required string Name { get; init; }

    /// <summary>The user who made it.</summary>
    public required string Owner { get; init; }

    /// <summary>The most that it may do. If the owner's role is lower, that one counts.</summary>
    public required string Role { get; init; }

    /// <summary>The owner's <see cref="User.TokenStamp"/> when it was made: when that changes, the token ends.</summary>
    public required string Stamp { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was last used, to the minute; null if never.</summary>
    public DateTimeOffset? LastUse { get; init; }

    /// <summary>Where it was last used from.</summary>
    public string? Address { get; init; }
}
