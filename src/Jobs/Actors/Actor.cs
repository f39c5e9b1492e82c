using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Actors;

/// <summary>
/// Who does something. Every method that changes something takes an actor, and each call checks with <see cref="Rights"/> what that account
/// may do at that moment. What a page showed when it was rendered does not matter.
/// </summary>
public sealed record Actor
{
    private Actor(ActorKind kind, string name, string from, string stamp = "", string? session = null) =>
        (Kind, Name, From, Stamp, Session) = (kind, name, from, stamp, session);

    /// <summary>The server itself: clean-up, recovery and other work that nobody asked for.</summary>
    public static Actor Server { get; } = new(ActorKind.Server, "Angioboard", "server");

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>Where they act from: an address, <c>terminal</c> or <c>server</c>.</summary>
    public string From { get; }

    internal ActorKind Kind { get; }

    /// <summary>The account's stamp at sign-in.</summary>
    internal string Stamp { get; }

    /// <summary>The session that they signed in with, where sessions are kept.</summary>
    internal string? Session { get; }

    /// <summary>A signed-in account.</summary>
    /// <param name="name">The account's name.</param>
    /// <param name="stamp">Its stamp at sign-in.</param>
    /// <param name="from">The address that it acts from.</param>
    /// <param name="session">The session, where sessions are kept.</param>
    public static Actor Account(string name, string stamp, string from, string? session = null) =>
        new(ActorKind.Account, name, from, stamp, session);

    /// <summary>The owner of the data folder, working at its terminal. They could change every file in it anyway.</summary>
    public static Actor Owner(string name) => new(ActorKind.Owner, name, "terminal");
}
