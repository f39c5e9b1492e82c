using Angioboard.Core;
using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Dashboard.Account.Proxied;
using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Dashboard.Account.Tokens;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Angioboard.Dashboard.Account;

/// <summary>Signing in and out.</summary>
internal static class Accounts
{
    public static void AddAccounts(this IServiceCollection services, AngioboardOptions options)
    {
        DirectoryInfo keys = Directory.CreateDirectory(Path.Combine(options.DataFolder, "keys"));
        if (!OperatingSystem.IsWindows())
            keys.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        services.AddDataProtection().SetApplicationName("Angioboard").PersistKeysToFileSystem(keys);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => SignInCookie.Configure(cookie, options))
            .AddTokens();
        services.AddAuthorization(Policies.Add);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddScoped<PageActor>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignInLink>();
        services.AddOpenId(options);
        services.AddProxySignIn();
    }

    public static void MapAccounts(this WebApplication app) =>
        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery, SessionStore sessions, UserStore users) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
                return Results.Text("This form is too old: reload the page and sign out again.",
                    statusCode: StatusCodes.Status400BadRequest);
            // Ends the session, so that a copy of the cookie is useless too.
            try
            {
                if (context.User.Session() is { } token)
                    sessions.SignOut(token, context.From());
            }
            catch (InputException e)
            {
                return Results.Text($"You are still signed in: {e.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            if (await OpenIdEndpoints.TrySignOutAsync(context, users.Find(context.User.Identity?.Name ?? "")))
                return Results.Empty;
            return Results.LocalRedirect($"{context.Request.PathBase}/sign-in");
        });
}
