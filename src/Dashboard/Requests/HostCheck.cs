using System.Net;
using Angioboard.Jobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Angioboard.Dashboard.Requests;

/// <summary>
/// If the public address is set, answers only to its host, to this machine's own names and to the address at which the request arrived.
/// Any other name, which a foreign name server could point here, would make these pages part of a foreign site.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, AngioboardOptions options, IServer server)
{
    private readonly string? publicHost = options.PublicUrl is { } url ? new Uri(url).IdnHost : null;
    private readonly Lazy<HashSet<string>> listened = new(() => Listened(server));

    public Task InvokeAsync(HttpContext context)
    {
        if (publicHost is null || IsOurs(context))
            return next(context);
        return context.RefuseAsync(StatusCodes.Status400BadRequest,
            "This host name is not allowed. Open Angioboard at the address in Angioboard:PublicUrl, "
            + "or have the name added to Angioboard:Hosts.");
    }

    private bool IsOurs(HttpContext context)
    {
        // HTTP/1.0 may omit it; browsers never do.
        string host = context.Request.Host.Host.Trim('[', ']').TrimEnd('.');
        if (host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (IPAddress.TryParse(host, out IPAddress? address))
            return IPAddress.IsLoopback(address) || Plain(address).Equals(Plain(context.Connection.LocalIpAddress)) || IsNamed(host);
        return IsNamed(host);
    }

    private bool IsNamed(string host) =>
        host.Equals(publicHost, StringComparison.OrdinalIgnoreCase) || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            || listened.Value.Contains(host);

    private static IPAddress Plain(IPAddress? address) =>
        address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static HashSet<string> Listened(IServer server) => new(
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).Where(bound => !bound.IsUnixPipe)
            .Select(bound => bound.Host.Trim('[', ']')),
        StringComparer.OrdinalIgnoreCase);
}
