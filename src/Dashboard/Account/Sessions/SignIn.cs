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
    public async Task EnterAsync(HttpContext context, User user)
    {
        if (context.User.Session() is { } old)
            sessions.SignOut(old, context.From());
        string token = sessions.Begin(user, DeviceName.Of(context.Request.Headers.UserAgent), context.From());
        audit.Write(user.Name, context.From(), AuditActions.SignIn, user.Name, DeviceName.Of(context.Request.Headers.UserAgent));
        devices.Remember(context, user);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Identity.Of(user, token),
            new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>The page to open next: a local path, or the first page.</summary>
    public static string Target(HttpContext context, string? wanted) => IsLocal(wanted) ? wanted! : $"{context.Request.PathBase}/";

    private static bool IsLocal(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
