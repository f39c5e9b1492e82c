using System.Collections.Concurrent;
using System.Net;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Webhooks;
using Microsoft.Extensions.Primitives;
using IPNetwork = System.Net.IPNetwork;

namespace Angioboard.Dashboard.Account.Proxied;

/// <summary>
/// Takes the header that names the user out of every request, and believes it only if the connection itself comes from a configured
/// address. It runs before forwarded headers change where a request seems to come from.
/// </summary>
internal sealed partial class ProxyHeader(RequestDelegate next, AngioboardOptions options, AuditLog audit, ILogger<ProxyHeader> log)
{
    private const int MostLogged = 100;

    private readonly ProxySignInOptions proxy = options.ProxySignIn!;
    private readonly IPNetwork[] trusted = [.. options.ProxySignIn!.From.Select(NetworkText.Parse)];
    private readonly ConcurrentDictionary<string, bool> logged = new();

    public Task InvokeAsync(HttpContext context)
    {
        StringValues groups = default;
        bool named = context.Request.Headers.Remove(proxy.Header, out StringValues names);
        bool grouped = proxy.RoleHeader is { } header && context.Request.Headers.Remove(header, out groups);
        if (!named && !grouped) return next(context);
        IPAddress? from = context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : context.Connection.RemoteIpAddress;
        if (from is null || !trusted.Any(network => network.Contains(from))) Refuse(from);
        else if (named) context.Features.Set(new NamedByProxy(names, groups));
        return next(context);
    }

    private void Refuse(IPAddress? from)
    {
        if (logged.Count >= MostLogged || !logged.TryAdd($"{from}", true)) return;
        audit.Write("", $"{from}", AuditActions.SignIn, "", $"{proxy.Header} from an address that is not in Angioboard:ProxySignIn:From",
            AuditOutcome.Refused);
        Untrusted(from, proxy.Header);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Address} sends {Header}, which is ignored: if it is your proxy, name it in Angioboard:ProxySignIn:From.")]
    private partial void Untrusted(IPAddress? address, string header);
}
