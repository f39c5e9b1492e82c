using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Actors;

/// <summary>
/// Who does something. Every method that changes something takes an actor, and each call checks with <see cref="Rights"/> what that account
/// may do at that moment. What a page showed when it was rendered does not matter.
/// </summary>
public sealed record Actor
{
    private Actor(ActorKind kind, string name, string from) => (Kind, Name, From) = (kind, name, from);

    /// <summary>The server itself: clean-up, recovery and other work that nobody asked for.</summary>
    public static Actor Server { get; } = new(ActorKind.Server, "Angioboard", "server");

    /// <summary>The search of a study, which holds and releases runs by the study's own rule.</summary>
    public static Actor Search { get; } = new(ActorKind.Server, "the search of its study", "server");

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>Where they act from: an address, <c>terminal</c> or <c>server</c>.</summary>
    public string From { get; }

    internal ActorKind Kind { get; }

    /// <summary>The name of the token that a program acts by; null for people.</summary>
    public string? TokenName { get; private init; }

    /// <summary>The account's stamp at sign-in.</summary>
    internal string Stamp { get; private init; } = "";

    /// <summary>The session that they signed in with, where sessions are kept.</summary>
    internal string? Session { get; private init; }

    /// <summary>The id of the token that a program acts by; null for people.</summary>
    internal string? Token { get; private init; }

    /// <summary>A signed-in account.</summary>
    /// <param name="name">The account's name.</param>
    /// <param name="stamp">Its stamp at sign-in.</param>
    /// <param name="from">The address that it acts from.</param>
    /// <param name="session">The session, where sessions are kept.</param>
    public static Actor Account(string name, string stamp, string from, string? session = null) =>
        new(ActorKind.Account, name, from) { Stamp = stamp, Session = session };

    /// <summary>A program that acts for an account by a token.</summary>
    /// <param name="name">The account's name.</param>
    /// <param name="token">The token's id.</param>
    /// <param name="tokenName">What its owner calls it.</param>
    /// <param name="from">The address that it acts from.</param>
    public static Actor ByToken(string name, string token, string tokenName, string from) =>
        new(ActorKind.Account, name, from) { Token = token, TokenName = tokenName };

    /// <summary>The owner of the data folder, working at its terminal. They could change every file in it anyway.</summary>
    public static Actor Owner(string name) => new(ActorKind.Owner, name, "terminal");
}
