using System.Security.Cryptography;
using System.Text;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account;

/// <summary>The cookie that identifies the signed-in user; each request checks it against the store.</summary>
internal static class SignInCookie
{
    public static void Configure(CookieAuthenticationOptions cookie, AngioboardOptions options)
    {
        cookie.Cookie.Name = Name(options);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // The session store decides when a session ends, not a changed clock.
        cookie.ExpireTimeSpan = TimeSpan.FromDays(36_500);
        cookie.SlidingExpiration = false;
        cookie.Cookie.MaxAge = TimeSpan.FromDays(options.Sessions.AbsoluteDays);
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized, "Sign in first.");
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<AuditLog>().Write(
                context.HttpContext.Actor(), AuditActions.PageOpen, context.Request.Path, "the role does not allow it",
                AuditOutcome.Refused);
            return AnswerAsync(context, StatusCodes.Status403Forbidden, "Your role does not allow this.");
        };
    }

    // Two dashboards on one host differ only in the port, which cookies ignore.
    public static string Name(AngioboardOptions options) =>
        $"angioboard-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.DataFolder)))[..8]}";

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        SessionStore sessions = context.HttpContext.RequestServices.GetRequiredService<SessionStore>();
        if (context.Principal?.Session() is { } token && sessions.Use(token, context.HttpContext.From()) is { } user
            && user.Name == context.Principal.Identity?.Name)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Scripts and downloads get a plain answer; page visits are redirected.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status, string text)
    {
        PathString path = context.Request.Path;
        if (!path.StartsWithSegments("/api") && !path.StartsWithSegments("/_blazor"))
        {
            // Relative, because the request's host cannot be trusted.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
