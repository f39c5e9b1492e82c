using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;

namespace Angioboard.Jobs.Users.Providers;

/// <summary>
/// The accounts of those whom a provider signs in. The first sign-in creates an account; each gives it the role that the provider's groups
/// stand for. Thread-safe.
/// </summary>
public sealed class ProviderAccounts(UserStore users, SessionStore sessions, TokenStore tokens, AuditLog audit)
{
    // The console's link makes their accounts administrators.
    private static readonly string[] Reserved = [Environment.UserName, "administrator"];

    private readonly Lock gate = new();

    /// <summary>The current account of somebody whom a provider has signed in.</summary>
    /// <param name="who">Who they are.</param>
    /// <param name="mapping">Which groups give which role.</param>
    /// <param name="defaultRole">The role of those to whom no group gives one.</param>
    /// <exception cref="InputException">They may not sign in; in words for them.</exception>
    public User Enter(ProviderUser who, RoleMapping mapping, string defaultRole)
    {
        lock (gate)
        {
            string role = mapping.Find(who.Groups) ?? defaultRole;
            if (users.Find(who.Identity) is not { } known) return Add(who, role);
            if (known.Disabled) throw new NotAllowedException($"The account {known.Name} is disabled; ask an administrator");
            if (!mapping.IsSet || known.Role == role) return known;
            return role == RoleMapping.None
                ? throw ShutOut(who, known)
                : users.Change(Actor.Server, known.Name, user => user with { Role = role }, $"by {who.Provider}");
        }
    }

    private User Add(ProviderUser who, string role)
    {
        if (role == RoleMapping.None) throw WithoutRole(who);
        if (who.NameProblem is { } problem) throw new InputException(problem);
        if (UserStore.NameProblem(who.Name) is { } rule)
            throw new InputException($"{Named(who)} calls you \"{who.Name}\", which cannot be a name here: {rule}");
        if (users.FindAlike(who.Name) is not null || Reserved.Any(name => UserStore.AreAlike(name, who.Name)))
            throw new InputException($"{Named(who)} calls you {who.Name}, and this name belongs to another account here. {Way(who)}");
        User user = new() { Name = who.Name, Role = role, Provider = who.Identity };
        users.Add(Actor.Server, user, $"by {who.Provider}");
        return user;
    }

    // Who has lost every role at the provider must not go on with an old one, in another browser or by a token.
    private NotAllowedException ShutOut(ProviderUser who, User known)
    {
        string by = $"by {who.Provider}";
        bool last = known.Role == Roles.Administrator
            && users.All().Count(user => user is { Role: Roles.Administrator, Disabled: false }) == 1;
        // Each request of a proxy comes here: it writes only if there is something to end.
        if ((known.Role != Roles.Viewer && !last) || sessions.Of(known.Name).Count > 0)
        {
            users.Change(Actor.Server, known.Name,
                user => user with { Role = last ? user.Role : Roles.Viewer, Stamp = Guid.NewGuid().ToString("N") }, by);
            if (last)
                audit.Write(Actor.Server, AuditActions.UserRole, known.Name, $"stays, as the last administrator, {by}",
                    AuditOutcome.Refused);
        }
        if (tokens.Of(known.Name).Count > 0) tokens.RevokeAll(Actor.Server, known.Name);
        return last
            ? new NotAllowedException($"{Named(who)} gives you no role here. The account {known.Name} keeps its own, for it is the last "
                + "administrator: make someone else an administrator by the console's link")
            : WithoutRole(who);
    }

    private static NotAllowedException WithoutRole(ProviderUser who) =>
        new($"{Named(who)} gives you no role here; ask an administrator for access");

    private static string Named(ProviderUser who) => who.Identity.Issuer == ProviderIdentity.Proxy ? "The proxy" : who.Provider;

    // A header speaks for everybody who comes through the proxy, so that nobody can sign in the old way there.
    private static string Way(ProviderUser who) => who.Identity.Issuer == ProviderIdentity.Proxy
        ? "If it is yours, ask an administrator to connect it on the Users page"
        : "If it is yours, sign in to it the way you did before, and connect it on the Account page; else ask an administrator";
}
