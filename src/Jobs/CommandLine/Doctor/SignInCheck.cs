using System.Net;
using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>The provider and the proxy that sign users in, if they are configured.</summary>
internal static class SignInCheck
{
    private const string Check = "sign-in", Authority = "Angioboard__OpenIdConnect__Authority", From = "Angioboard__ProxySignIn__From__",
        Description = "/.well-known/openid-configuration";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly string[] Needed = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];

    /// <summary>The findings; none if neither is configured.</summary>
    public static async Task<IReadOnlyList<Finding>> OfAsync(CancellationToken cancellation)
    {
        List<Finding> findings = [];
        if (EnvironmentVariable.Find(Authority) is { } authority)
            findings.Add(await ProviderAsync(authority, cancellation));
        if (EnvironmentVariable.List(From).Any(IsThisMachine))
            findings.Add(Finding.Caution(Check,
                "a proxy on this machine signs users in by a header: every user of this machine can send it too",
                "let only people whom you trust as administrators log in to this machine, or run the proxy on another one"));
        return findings;
    }

    private static async Task<Finding> ProviderAsync(string authority, CancellationToken cancellation)
    {
        string address = authority.TrimEnd('/') + Description;
        using HttpClient client = new() { Timeout = Longest, MaxResponseContentBufferSize = 1 << 20 };
        try
        {
            using JsonDocument description = JsonDocument.Parse(await client.GetStringAsync(new Uri(address), cancellation));
            string[] missing = [.. Needed.Where(name => description.RootElement.ValueKind != JsonValueKind.Object
                || !description.RootElement.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)];
            return missing.Length == 0
                ? Finding.Fine(Check, $"the provider {authority} answers")
                : Finding.Problem(Check, $"{address} does not name {string.Join(", ", missing)}",
                    $"set {Authority} to the address of an OpenID Connect provider");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or UriFormatException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string why = e is JsonException ? "the answer is not JSON" : ErrorWords.Of(e);
            return Finding.Problem(Check, $"{address} cannot be read: {why}",
                $"check {Authority}, and that this machine reaches it; until then nobody can sign in there");
        }
    }

    private static bool IsThisMachine(string network)
    {
        try
        {
            IPNetwork named = NetworkText.Parse(network);
            return named.Contains(IPAddress.Loopback) || named.Contains(IPAddress.IPv6Loopback);
        }
        catch (FormatException)
        {
            // The dashboard refuses it at its start.
            return false;
        }
    }
}
