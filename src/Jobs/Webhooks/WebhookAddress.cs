using Angioboard.Core;

namespace Angioboard.Jobs.Webhooks;

/// <summary>An address as a user enters it, before it is looked up.</summary>
public static class WebhookAddress
{
    /// <summary>The longest address.</summary>
    public const int Longest = 1000;

    /// <summary>Reads an address.</summary>
    /// <exception cref="InputException">It is not an address to which notices can be posted.</exception>
    public static Uri Parse(string text)
    {
        if (text.Length > Longest) throw new InputException($"Webhook: has {text.Length} characters; {Longest} are the most");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
            || address.Host.Length == 0)
            throw new InputException("Webhook: give an address that starts with https:// or http://");
        if (address.UserInfo.Length > 0)
            throw new InputException("Webhook: leave the name and password before the @ out; they would not be sent");
        return address;
    }
}
