using System.Security.Claims;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account;

/// <summary>A signed-in user as claims, and whether those still hold.</summary>
internal static class Identity
{
    private const string Stamp = "stamp", SessionToken = "session";

    /// <summary>What a browser's cookie holds of a user who has just begun a session.</summary>
    public static ClaimsPrincipal Of(User user, string session) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role), new(Stamp, user.Stamp), new(SessionToken, session)],
        CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The session's token; null of a cookie from before there were sessions, which holds no more.</summary>
    public static string? Session(this ClaimsPrincipal principal) => principal.FindFirstValue(SessionToken);

    /// <summary>The id that the session is filed under.</summary>
    public static string? SessionId(this ClaimsPrincipal principal) => principal.Session() is { } token ? SessionStore.IdOf(token) : null;

    /// <summary>Who acts by these claims; null if nobody is signed in. What they may do is asked when they do it.</summary>
    public static Actor? Actor(this ClaimsPrincipal principal, string from) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name } ? Jobs.Actors.Actor.Account(name, principal.FindFirstValue(Stamp) ?? "", from, principal.SessionId()) : null;

    /// <summary>Who acts by a request; an account without a name, which may do nothing, if nobody is signed in.</summary>
    public static Actor Actor(this HttpContext context) => context.User.Actor(context.From()) ?? Jobs.Actors.Actor.Account("", "", context.From());

    /// <summary>The address that a request comes from.</summary>
    public static string From(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>The user of these claims, or null if gone, disabled, or with another password since.</summary>
    public static User? User(this ClaimsPrincipal principal, UserStore users) =>
        principal.Identity?.Name is { } name && users.Find(name) is { Disabled: false } user && principal.FindFirstValue(Stamp) == user.Stamp ? user : null;
}
