using System.Security.Cryptography;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Microsoft.AspNetCore.DataProtection;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>
/// Connects an account of this dashboard's own with its user's account at the provider: the user is signed in here, asks for it, and signs
/// in there.
/// </summary>
public sealed class AccountConnection(UserStore users, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Angioboard.Connect").ToTimeLimitedDataProtector();

    /// <summary>A mark for the address that begins it: without one, another site's link could begin it.</summary>
    /// <param name="session">The id of the user's session.</param>
    internal string Mark(string session) => protector.Protect(session, Valid);

    /// <summary>Whether this is a mark of the request's session.</summary>
    internal bool IsOf(HttpContext context, string mark)
    {
        try
        {
            return context.User.SessionId() is { } session && protector.Unprotect(mark) == session;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Connects them. The password stops working, and all other sessions end.</summary>
    /// <exception cref="InputException">They cannot be connected.</exception>
    internal User Connect(Actor actor, ProviderUser who, OpenIdOptions provider)
    {
        if (users.Find(actor.Name) is { } user && provider.Roles.IsSet
            && (provider.Roles.Find(who.Groups) ?? provider.DefaultRole) is { } role && role != user.Role)
            throw new InputException($"{who.Provider} gives you {(role == RoleMapping.None ? "no role" : $"the role {role}")}, and the "
                + $"account {user.Name} is {user.Role}. "
                + "Connecting must not change your rights: ask an administrator to change one of the two first");
        return users.ChangeOwn(actor, own => own.Provider is { } other
            ? throw new InputException($"{own.Name} signs in by {other.Provider} already; an administrator can disconnect it first")
            : own with { Provider = who.Identity, PasswordHash = null, MustChangePassword = false });
    }
}
