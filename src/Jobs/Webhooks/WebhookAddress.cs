using Angioboard.Core;

namespace Angioboard.Jobs.Webhooks;

/// <summary>The address that a user gives, before anybody knows where it leads.</summary>
public static class WebhookAddress
{
    /// <summary>The longest.</summary>
    public const int Longest = 1000;

    /// <summary>The address that a text is.</summary>
    /// <exception cref="InputException">It is none that could be posted to.</exception>
    public static Uri Parse(string text)
    {
        if (text.Length > Longest) throw new InputException($"Webhook: has {text.Length} characters; {Longest} are the most");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw new InputException("Webhook: give an address that starts with https:// or http://");
        if (address.UserInfo.Length > 0) throw new InputException("Webhook: leave the name and password before the @ out; they would not be sent");
        return address;
    }
}
