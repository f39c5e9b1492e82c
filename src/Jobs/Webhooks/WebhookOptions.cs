namespace Angioboard.Jobs.Webhooks;

/// <summary>Where the server may post news of runs to: users name the address, and the server sits where they do not.</summary>
public sealed record WebhookOptions
{
    /// <summary>Addresses or networks that are posted to although they are not of the internet, such as a chat server's.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>The proxy that all is posted through, such as <c>http://proxy.example.org:3128</c>; null for none.</summary>
    public string? Proxy { get; init; }
}
