namespace Angioboard.Jobs.Users.Sessions;

/// <summary>A browser that somebody signed in.</summary>
public sealed record Session
{
    /// <summary>The hash of what the browser's cookie holds: who reads the database cannot make a cookie of it.</summary>
    public required string Id { get; init; }

    /// <summary>Who signed in.</summary>
    public required string User { get; init; }

    /// <summary>The user's stamp then: with another one since, the session has ended.</summary>
    public required string Stamp { get; init; }

    /// <summary>When they signed in.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the browser last asked for something, or had a page open, to a minute.</summary>
    public required DateTimeOffset LastUse { get; init; }

    /// <summary>Browser and system in words, such as <c>Firefox on Linux</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The address that it last came from.</summary>
    public required string Address { get; init; }
}
