using System.Net;

namespace Angioboard.Jobs.Webhooks;

/// <summary>Networks as written in settings.</summary>
public static class NetworkText
{
    /// <summary>An address, or a network such as 10.0.0.0/8.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static IPNetwork Parse(string text) =>
        IPAddress.TryParse(text, out IPAddress? address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.Parse(text);
}
