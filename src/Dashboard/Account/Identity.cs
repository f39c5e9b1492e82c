using System.Security.Claims;
using Angioboard.Dashboard.Account.Tokens;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account;

/// <summary>A signed-in user as claims, and the check that they are still valid.</summary>
internal static class Identity
{
    private const string Stamp = "stamp", SessionToken = "session", TokenId = "token", TokenName = "token-name";

    /// <summary>The claims in the cookie of a new session.</summary>
    public static ClaimsPrincipal Of(User user, string session) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role), new(Stamp, user.Stamp), new(SessionToken, session)],
        CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The claims of a program's request by a token; the user has the role that counts for it.</summary>
    public static ClaimsPrincipal Of(User user, ApiToken token) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role), new(TokenId, token.Id), new(TokenName, token.Name)],
        TokenScheme.Token));

    /// <summary>The claims of the data folder's owner, at a terminal of this machine.</summary>
    public static ClaimsPrincipal AtTerminal(string user) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, user), new(ClaimTypes.Role, Roles.Administrator)], TokenScheme.Terminal));

    /// <summary>The session's token; null for a cookie of a version without sessions, which is no longer valid.</summary>
    public static string? Session(this ClaimsPrincipal principal) => principal.FindFirstValue(SessionToken);

    /// <summary>The id under which the session is stored.</summary>
    public static string? SessionId(this ClaimsPrincipal principal) => principal.Session() is { } token ? SessionStore.IdOf(token) : null;

    /// <summary>The acting account; null if nobody is signed in. Rights are checked when it acts.</summary>
    public static Actor? Actor(this ClaimsPrincipal principal, string from) =>
        principal.Identity is not { IsAuthenticated: true, Name: { } name } identity ? null
            : identity.AuthenticationType == TokenScheme.Terminal ? Jobs.Actors.Actor.Owner(name)
            : principal.FindFirstValue(TokenId) is { } token
            ? Jobs.Actors.Actor.ByToken(name, token, principal.FindFirstValue(TokenName) ?? "", from)
            : Jobs.Actors.Actor.Account(name, principal.FindFirstValue(Stamp) ?? "", from, principal.SessionId());

    /// <summary>The acting account of a request; if nobody is signed in, an account without a name and rights.</summary>
    public static Actor Actor(this HttpContext context) =>
        context.User.Actor(context.From()) ?? Jobs.Actors.Actor.Account("", "", context.From());

    /// <summary>The address that a request comes from.</summary>
    public static string From(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>The user of these claims; null if deleted, disabled, or with a changed password.</summary>
    public static User? User(this ClaimsPrincipal principal, UserStore users) =>
        principal.Identity?.Name is { } name && users.Find(name) is { Disabled: false } user
            && principal.FindFirstValue(Stamp) == user.Stamp ? user : null;
}
