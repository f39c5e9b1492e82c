namespace Angioboard.Jobs.Users.Sessions;

/// <summary>A signed-in browser.</summary>
public sealed record Session
{
    /// <summary>The hash of the browser's cookie, so that nobody who reads the database can make the cookie from it.</summary>
    public required string Id { get; init; }

    /// <summary>Who signed in.</summary>
    public required string User { get; init; }

    /// <summary>The user's stamp at sign-in: the session ends when the stamp changes.</summary>
    public required string Stamp { get; init; }

    /// <summary>When they signed in.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the browser last sent a request or had a page open, to the minute.</summary>
    public required DateTimeOffset LastUse { get; init; }

    /// <summary>Browser and system in words, such as <c>Firefox on Linux</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Its last address.</summary>
    public required string Address { get; init; }
}
