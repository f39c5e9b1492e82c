using System.Text.Encodings.Web;
using Angioboard.Dashboard.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>The owner of the data folder, at a terminal of this machine.</summary>
internal sealed class TerminalAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Context.Terminal() is { } user
        ? AuthenticateResult.Success(new AuthenticationTicket(Identity.AtTerminal(user), Scheme.Name))
        : AuthenticateResult.NoResult());
}
