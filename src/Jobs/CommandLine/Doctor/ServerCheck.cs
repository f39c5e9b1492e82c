using System.Net;
using System.Net.NetworkInformation;
using Angioboard.Core.Files;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Doctor;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>The dashboard of the data folder, its port, and proxies in front of it.</summary>
internal static class ServerCheck
{
    private const string Check = "dashboard", Addresses = "ASPNETCORE_URLS", Usual = "http://127.0.0.1:5080";

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Of(string dataFolder)
    {
        string[] addresses = (EnvironmentVariable.Find(Addresses) ?? Usual)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool runs = TerminalAddress.IsAnswered(dataFolder);
        if (runs) yield return Finding.Fine(Check, $"runs on {dataFolder}");
        else foreach (string address in addresses) yield return Port(address);
        if (Proxies(addresses) is { } proxies) yield return proxies;
    }

    private static Finding Port(string address)
    {
        // Kestrel's addresses may name a star for all hosts, which is no host of a URI.
        if (!Uri.TryCreate(address.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute, out Uri? uri))
            return Finding.Problem(Check, $"{Addresses}: {address} is not an address", $"give one such as {Usual}");
        bool taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == uri.Port);
        return taken
            ? Finding.Caution(Check, $"not running on this data folder; port {uri.Port} is used by another program",
                $"stop that program, or set {Addresses} to another address before you start the dashboard")
            : Finding.Fine(Check, $"not running; port {uri.Port} is free");
    }

    private static Finding? Proxies(string[] addresses)
    {
        bool open = addresses.Any(address => !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || !uri.IsLoopback);
        bool named = EnvironmentVariable.Find("Angioboard__PublicUrl") is not null,
            trusted = EnvironmentVariable.Find("Angioboard__Proxies__0") is not null;
        if (named && !trusted && !open)
            return Finding.Caution("proxy", "Angioboard__PublicUrl is set, but no proxy is trusted",
                "set Angioboard__Proxies__0 to the proxy's address, so that the readers' own addresses are seen");
        return open && !trusted && addresses.Any(address => address.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ? Finding.Caution("proxy", "the dashboard can be reached from outside by plain HTTP",
                "listen on 127.0.0.1 behind a proxy that speaks HTTPS")
            : null;
    }
}
