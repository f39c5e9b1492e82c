using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Angioboard.Jobs;
using Angioboard.Jobs.Webhooks;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Angioboard.Dashboard.Requests;

/// <summary>Trusts X-Forwarded headers of the configured proxies only, and warns once about each other address that sends some.</summary>
internal sealed partial class Proxies(RequestDelegate next, AngioboardOptions options, ILogger<Proxies> log)
{
    private const int MostLogged = 100;

    private readonly IPNetwork[] known = [.. options.Proxies.Select(NetworkText.Parse)];
    private readonly ConcurrentDictionary<string, bool> logged = new();

    /// <summary>Configures which proxies the framework trusts.</summary>
    public static void Configure(ForwardedHeadersOptions forwarded, AngioboardOptions options)
    {
        // Empty lists would mean: trust everybody.
        forwarded.ForwardedHeaders = options.Proxies.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
                | ForwardedHeaders.XForwardedPrefix;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in options.Proxies)
            forwarded.KnownIPNetworks.Add(NetworkText.Parse(proxy));
        // Each address in the chain is checked, so that it ends at the first one that is not a configured proxy.
        forwarded.ForwardLimit = null;
    }

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (!headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)))
            return next(context);
        IPAddress? from = context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : context.Connection.RemoteIpAddress;
        if (from is null || !known.Any(network => network.Contains(from)))
        {
            if (logged.Count < MostLogged && logged.TryAdd($"{from}", true))
                Unknown(from);
        }
        else if (headers["X-Forwarded-Prefix"].Any(prefix => !PathPrefix().IsMatch(prefix ?? "")))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(
                "X-Forwarded-Prefix: is not a path such as /angioboard. Let the proxy set it instead of passing on the browser's header.");
        }
        return next(context);
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?\z")]
    private static partial Regex PathPrefix();

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Address} sends X-Forwarded headers, which are not trusted: if it is your proxy, name it in Angioboard:Proxies.")]
    private partial void Unknown(IPAddress? address);
}
