using System.Security.Claims;
using Angioboard.Core;
using Angioboard.Dashboard.Account.Attempts;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;

namespace Angioboard.Dashboard.Account.Proxied;

/// <summary>
/// Signs in whom a trusted proxy names. The header decides alone: with it, a cookie counts for nothing, so that nobody acts under the
/// account of somebody who used the browser before.
/// </summary>
internal sealed class ProxySignIn(
    RequestDelegate next, AngioboardOptions options, ProviderAccounts accounts, ProxySessions sessions, SignInAttempts attempts,
    AuditLog audit)
{
    private readonly ProxySignInOptions proxy = options.ProxySignIn!;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<NamedByProxy>() is not { } named) return next(context);
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        try
        {
            User user = accounts.Enter(Read(named), proxy.Roles, proxy.DefaultRole);
            context.User = named.Principal = Identity.Of(user, sessions.Of(context, user));
        }
        catch (InputException e)
        {
            named.Problem = $"{e.Message.TrimEnd('.')}.";
            if (attempts.BeginProvider(context.Connection.RemoteIpAddress))
                audit.Write("", context.From(), AuditActions.SignIn, "", $"by the proxy: {named.Problem}", AuditOutcome.Refused);
        }
        return next(context);
    }

    private ProviderUser Read(NamedByProxy named)
    {
        if (named.Names is not [{ Length: > 0 } name])
            throw new InputException($"The proxy must send one name in {proxy.Header}, and sends "
                + (named.Names.Count > 1 ? "several" : "none"));
        // What arrives in several headers could be the browser's: a proxy that appends its own passes the browser's on.
        if (named.Groups.Count > 1) throw new InputException($"The proxy must send {proxy.RoleHeader} once at most, and sends several");
        if (UserStore.NameProblem(name) is { } rule)
            throw new InputException($"The proxy names somebody whose name cannot be used here: {rule}");
        return new ProviderUser
        {
            Identity = new ProviderIdentity(ProviderIdentity.Proxy, name),
            Provider = "the proxy",
            Name = name,
            Groups = [.. named.Groups.SelectMany(groups => (groups ?? "").Split(proxy.RoleSeparator,
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
    }
}
