using Angioboard.Dashboard.Configuration;
using Angioboard.Jobs.Users.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>How the dashboard talks to the provider that signs users in.</summary>
internal static class OpenIdScheme
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "OpenId";

    /// <summary>The address that begins a sign-in.</summary>
    public const string Start = "/sign-in/provider";

    /// <summary>The address to which the provider sends browsers after a sign-in.</summary>
    public const string Callback = "/sign-in/callback";

    /// <summary>The address to which the provider sends browsers after a sign-out.</summary>
    public const string SignedOut = "/sign-out/callback";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void Configure(OpenIdConnectOptions scheme, OpenIdOptions provider)
    {
        scheme.Authority = provider.Authority;
        scheme.ClientId = provider.ClientId;
        scheme.ClientSecret = SignInSettings.Secret(provider);
        // On this machine itself nobody can listen.
        scheme.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        scheme.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        scheme.EventsType = typeof(OpenIdEvents);
        scheme.CallbackPath = Callback;
        scheme.SignedOutCallbackPath = SignedOut;
        // Any page could send a browser there, and so sign its user out.
        scheme.RemoteSignOutPath = PathString.Empty;
        scheme.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes as a link: a form posted by another site would carry no cookie, and is refused.
        scheme.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (CookieBuilder cookie in new[] { scheme.CorrelationCookie, scheme.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
        scheme.ProtocolValidator.NonceLifetime = scheme.RemoteAuthenticationTimeout;
        scheme.UsePkce = true;
        scheme.SaveTokens = false;
        scheme.MapInboundClaims = false;
        scheme.DisableTelemetry = true;
        scheme.BackchannelTimeout = Patience;
        scheme.Scope.Clear();
        foreach (string scope in (provider.Scopes ?? ["profile", "email"]).Prepend("openid").Distinct(StringComparer.Ordinal))
            scheme.Scope.Add(scope);
        // Some providers put these claims into the token, and some only into their answer to a further question.
        scheme.GetClaimsFromUserInfoEndpoint = true;
        scheme.ClaimActions.Clear();
        foreach (string claim in new[] { provider.NameClaim, provider.RoleClaim, OpenIdClaims.Verified }.Distinct(StringComparer.Ordinal))
            scheme.ClaimActions.MapJsonKey(claim, claim);
    }
}
