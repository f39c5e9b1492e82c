using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Angioboard.Core;

namespace Angioboard.Jobs.Webhooks;

/// <summary>
/// Which addresses may be posted to: those of the internet, and those that the operator allows. The address that is actually connected to
/// is checked, since a name may lead elsewhere each time that it is looked up.
/// </summary>
public sealed class WebhookNetworks(WebhookOptions options)
{
    private const string Private = "of a private network", Internal = "of no host of the internet";

    private static readonly (IPNetwork Network, string Kind)[] Closed =
    [
        .. from entry in new (string Networks, string Kind)[]
        {
            ("127.0.0.0/8 0.0.0.0/8", "of this box itself"),
            ("169.254.0.0/16", "of the link alone, where clouds keep their secrets"),
            ("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10", Private),
            ("192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4", Internal),
            ("::1/128 ::/128", "of this box itself"),
            ("fe80::/10", "of the link alone"),
            ("fc00::/7 fec0::/10", Private),
            // Within the internet's range: addresses that contain an IPv4 address, which would have to be checked too, and addresses for
            // documentation.
            ("2001::/23 2001:db8::/32 2002::/16 3fff::/20", Internal),
        }
        from network in entry.Networks.Split(' ')
        select (IPNetwork.Parse(network), entry.Kind),
    ];

    private static readonly IPNetwork Internet6 = IPNetwork.Parse("2000::/3");

    private readonly IPNetwork[] allowed = [.. options.AllowedNetworks.Select(NetworkText.Parse)];
    private readonly Uri? proxy = options.Proxy is null ? null : new Uri(options.Proxy);

    /// <summary>Why an address may not be posted to, as the end of a sentence; null if it may.</summary>
    public string? Refusal(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowed.Any(network => network.Contains(plain))) return null;
        foreach ((IPNetwork network, string kind) in Closed)
        {
            if (network.Contains(plain)) return kind;
        }
        // NAT64, IPv4-compatible, multicast and unassigned addresses are outside.
        return plain.AddressFamily == AddressFamily.InterNetworkV6 && !Internet6.Contains(plain) ? Internal : null;
    }

    /// <summary>Looks up where an address leads now, and checks it.</summary>
    /// <exception cref="InputException">Its name is unknown, or it leads to an address that is not allowed.</exception>
    public async Task CheckAsync(Uri address, CancellationToken cancellation) => await FindAsync(address.IdnHost, cancellation);

    /// <summary>Opens a connection to an allowed address of the host; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="InputException">The host has none.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        DnsEndPoint to = context.DnsEndPoint;
        bool isProxy = proxy is not null && to.Port == proxy.Port
            && string.Equals(to.Host, proxy.IdnHost, StringComparison.OrdinalIgnoreCase);
        IPAddress[] addresses = isProxy ? await Dns.GetHostAddressesAsync(to.Host, cancellation) : await FindAsync(to.Host, cancellation);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellation)
    {
        bool named = !IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal);
        IPAddress[] found;
        try
        {
            found = literal is not null ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (SocketException e)
        {
            throw new InputException($"Webhook: {host} is not known to the server's name service; look at its spelling", e);
        }
        IPAddress[] open = [.. found.Where(address => Refusal(address) is null)];
        if (open.Length > 0) return open;
        // What a name of an internal network stands for is not revealed.
        string which = named || found.Length == 0 ? $"{host} is not on the internet" : $"{found[0]} is an address {Refusal(found[0])}";
        throw new InputException($"Webhook: {which}; an administrator can allow it in Angioboard:Webhooks:AllowedNetworks");
    }
}
