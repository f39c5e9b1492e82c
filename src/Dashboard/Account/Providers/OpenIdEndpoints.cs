using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>Sign-in and sign-out by a provider.</summary>
internal static class OpenIdEndpoints
{
    public static void AddOpenId(this IServiceCollection services, AngioboardOptions options)
    {
        services.AddSingleton<SignInProblems>();
        services.AddSingleton<AccountConnection>();
        if (options.OpenIdConnect is not { } provider) return;
        services.AddSingleton<OpenIdEvents>();
        services.AddAuthentication().AddOpenIdConnect(OpenIdScheme.Name, scheme => OpenIdScheme.Configure(scheme, provider));
    }

    public static void MapOpenId(this WebApplication app, AngioboardOptions options)
    {
        if (options.OpenIdConnect is null) return;
        app.MapGet(OpenIdScheme.Start, async (HttpContext context, string? @return, string? connect, OpenIdEvents events,
            AccountConnection connection) =>
        {
            AuthenticationProperties state = new() { RedirectUri = SignIn.Target(context, @return) };
            if (connect is not null)
            {
                if (!connection.IsOf(context, connect))
                {
                    context.Response.Redirect($"{context.Request.PathBase}/account");
                    return;
                }
                state.Items[OpenIdEvents.Connecting] = context.User.SessionId();
            }
            try
            {
                await context.ChallengeAsync(OpenIdScheme.Name, state);
            }
            catch (Exception e) when (OpenIdFailure.Is(e) && !context.RequestAborted.IsCancellationRequested)
            {
                events.Fail(context, e, @return);
            }
        }).AllowAnonymous();
    }

    /// <summary>Answers with a page that leads to the provider's sign-out; false if the provider has none or does not answer.</summary>
    public static async Task<bool> TrySignOutAsync(HttpContext context, User? user)
    {
        if (user?.Provider is not { Issuer: not ProviderIdentity.Proxy }
            || context.RequestServices.GetService<OpenIdEvents>() is null) return false;
        try
        {
            await context.SignOutAsync(OpenIdScheme.Name, new AuthenticationProperties
            {
                RedirectUri = $"{context.Request.PathBase}/sign-in",
            });
            return true;
        }
        catch (Exception e) when (OpenIdFailure.Is(e))
        {
            // They are signed out here, which is what was asked for.
            return false;
        }
    }
}
