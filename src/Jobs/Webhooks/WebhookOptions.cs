namespace Angioboard.Jobs.Webhooks;

/// <summary>
/// Where the server may post notices about runs. Users name the address, and the server is inside networks that they may not reach.
/// </summary>
public sealed record WebhookOptions
{
    /// <summary>Addresses or networks that may be posted to although they are not on the internet, such as a chat server's.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>The proxy for all posts, such as <c>http://proxy.example.org:3128</c>; null for none.</summary>
    public string? Proxy { get; init; }
}
