namespace Angioboard.Jobs.Users;

/// <summary>
/// Who somebody is at a server that signs them in for us. An account is bound to this and not to a name, which a provider may give to
/// another person.
/// </summary>
/// <param name="Issuer">The provider's address, or <see cref="Proxy"/>.</param>
/// <param name="Subject">The person, by a name that the provider never gives to anybody else.</param>
public sealed record ProviderIdentity(string Issuer, string Subject)
{
    /// <summary>The issuer of those whom the proxy in front of the dashboard signs in.</summary>
    public const string Proxy = "proxy";

    /// <summary>The longest subject that OpenID Connect allows.</summary>
    public const int LongestSubject = 255;

    /// <summary>The provider in a few words, such as <c>login.example.org</c>.</summary>
    public string Provider =>
        Issuer == Proxy ? "the proxy" : Uri.TryCreate(Issuer, UriKind.Absolute, out Uri? address) ? address.Host : Issuer;
}
