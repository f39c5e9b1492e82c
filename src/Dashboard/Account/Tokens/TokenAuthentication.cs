using System.Text.Encodings.Web;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>Finds the account of a request's <c>Authorization: Bearer angio_…</c>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TokenStore tokens, RefusedTokens refused,
    AuditLog audit)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Bearer = "Bearer ";
    private const string HowTo = "Send a token that you made on the page Account, as in \"Authorization: Bearer angio_…\".";

    private string? problem;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Refuse($"Authorization: is not one token. {HowTo}");
        TokenUse use = tokens.Use(header[Bearer.Length..].Trim(), Context.From());
        if (use is { Token: { } token, User: { } user })
            return Task.FromResult(AuthenticateResult.Success(
                new AuthenticationTicket(Identity.Of(user, token), Scheme.Name)));
        refused.Record(Context, use);
        return Refuse(use.Problem!);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = problem is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return ApiProblem.WriteAsync(Context, StatusCodes.Status401Unauthorized, [problem ?? HowTo]);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        audit.Write(Context.Actor(), AuditActions.PageOpen, Request.Path, "the role does not allow it", AuditOutcome.Refused);
        string whose = Context.Actor().TokenName is { } name ? $"The role of the token {name}" : "Your role";
        return ApiProblem.WriteAsync(Context, StatusCodes.Status403Forbidden, [$"{whose} does not allow this."]);
    }

    private Task<AuthenticateResult> Refuse(string why)
    {
        problem = why;
        return Task.FromResult(AuthenticateResult.Fail(why));
    }
}
