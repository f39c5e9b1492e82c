using System.Security.Cryptography;
using System.Text;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account;

/// <summary>The cookie that holds who is signed in; each request asks the store whether that is still so.</summary>
internal static class SignInCookie
{
    public static void Configure(CookieAuthenticationOptions cookie, AngioboardOptions options)
    {
        // Two dashboards on one host differ by port alone, which cookies do not see.
        cookie.Cookie.Name = $"angioboard-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.DataFolder)))[..8]}";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized, "Sign in first.");
        cookie.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden, "Your role does not allow this.");
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var user = context.Principal?.User(context.HttpContext.RequestServices.GetRequiredService<UserStore>());
        if (user is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
        else if (!context.Principal!.IsInRole(user.Role))
        {
            context.ReplacePrincipal(Identity.Of(user, context.Principal.FindFirst(Identity.Session)?.Value));
            context.ShouldRenew = true;
        }
    }

    /// <summary>Scripts and downloads get a plain answer; people are led on.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status, string text)
    {
        var path = context.Request.Path;
        if (!path.StartsWithSegments("/api") && !path.StartsWithSegments("/_blazor"))
        {
            // Relative: the host is whatever the request said it is.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
