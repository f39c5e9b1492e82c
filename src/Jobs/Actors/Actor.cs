using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Actors;

/// <summary>
/// Who does something. Every method that changes something takes one, and asks <see cref="Rights"/> at the call what that account may do now:
/// what a page showed when it was drawn counts for nothing.
/// </summary>
public sealed record Actor
{
    private Actor(ActorKind kind, string name, string from, string stamp = "", string? session = null) =>
        (Kind, Name, From, Stamp, Session) = (kind, name, from, stamp, session);

    /// <summary>The server itself: its sweeps, its recovery, what it does by itself.</summary>
    public static Actor Server { get; } = new(ActorKind.Server, "Angioboard", "server");

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>Where they act from: an address, <c>terminal</c> or <c>server</c>.</summary>
    public string From { get; }

    internal ActorKind Kind { get; }

    /// <summary>The account's stamp when it signed in.</summary>
    internal string Stamp { get; }

    /// <summary>The session that they signed in by, where sessions are kept.</summary>
    internal string? Session { get; }

    /// <summary>An account that has signed in.</summary>
    /// <param name="name">The account's name.</param>
    /// <param name="stamp">Its stamp when it signed in.</param>
    /// <param name="from">The address that it acts from.</param>
    /// <param name="session">The session, where sessions are kept.</param>
    public static Actor Account(string name, string stamp, string from, string? session = null) => new(ActorKind.Account, name, from, stamp, session);

    /// <summary>Who owns the data folder and works at its terminal, and so could change everything in it anyway.</summary>
    public static Actor Owner(string name) => new(ActorKind.Owner, name, "terminal");
}
