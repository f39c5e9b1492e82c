using Angioboard.Dashboard.Account.Proxied;
using Angioboard.Dashboard.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>
/// How requests to the API say who they are: by a token, by a signed-in browser's cookie, by a trusted proxy's header, or by coming from
/// the socket of this machine's terminals. Only the API's endpoints ask for this, so a token opens no page.
/// </summary>
internal static class TokenScheme
{
    /// <summary>Token or cookie, whichever a request has.</summary>
    public const string Either = "api";

    /// <summary>The token alone.</summary>
    public const string Token = "token";

    /// <summary>The socket of this machine's terminals.</summary>
    public const string Terminal = "terminal";

    /// <summary>The policy of all of the API's endpoints.</summary>
    public static AuthorizationPolicy Policy { get; } = new AuthorizationPolicyBuilder(Either).RequireAuthenticatedUser().Build();

    /// <summary>Adds both.</summary>
    public static AuthenticationBuilder AddTokens(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddSingleton<RefusedTokens>();
        // The audit log has what was refused; the framework's own words on each request would fill the server's log.
        authentication.Services.AddLogging(log => log.AddFilter(typeof(TokenAuthentication).FullName, LogLevel.Warning));
        return authentication.AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Token, null)
            .AddScheme<AuthenticationSchemeOptions, TerminalAuthentication>(Terminal, null)
            .AddScheme<AuthenticationSchemeOptions, ProxyAuthentication>(ProxyAuthentication.Name, null)
            .AddPolicyScheme(Either, null, either =>
            {
                // A request with both is the program's: the cookie must not lend it the browser's rights.
                either.ForwardDefaultSelector = context =>
                    context.Request.Headers.Authorization.Count > 0 ? Token
                    : context.Terminal() is not null ? Terminal
                    : context.Features.Get<NamedByProxy>() is not null ? ProxyAuthentication.Name
                    : CookieAuthenticationDefaults.AuthenticationScheme;
                either.ForwardChallenge = Token;
                either.ForwardForbid = Token;
            });
    }
}
