using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account.Sessions;

/// <summary>Begins a browser's session.</summary>
public sealed class SignIn(SessionStore sessions, KnownDevices devices, AuditLog audit)
{
    /// <summary>Signs a user in at the browser of this request and ends any earlier session there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">The user.</param>
    /// <param name="by">For the audit log: who signed them in, such as <c>by Keycloak</c>.</param>
    public async Task EnterAsync(HttpContext context, User user, string? by = null)
    {
        if (context.User.Session() is { } old)
            sessions.SignOut(old, context.From());
        string token = Begin(context, user, by);
        devices.Remember(context, user);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Identity.Of(user, token),
            new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Begins a session without a cookie, for a browser that a proxy names in each request; returns the session's token.</summary>
    public string Begin(HttpContext context, User user, string? by)
    {
        string device = DeviceName.Of(context.Request.Headers.UserAgent), token = sessions.Begin(user, device, context.From());
        audit.Write(user.Name, context.From(), AuditActions.SignIn, user.Name, by is null ? device : $"{device}, {by}");
        return token;
    }

    /// <summary>The page to open next: a local path, or the first page.</summary>
    public static string Target(HttpContext context, string? wanted) => IsLocal(wanted) ? wanted! : $"{context.Request.PathBase}/";

    private static bool IsLocal(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
