using System.Security.Claims;
using Angioboard.Core;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;

namespace Angioboard.Dashboard.Account.Providers;

/// <summary>Reads who somebody is from the claims of a provider.</summary>
internal static class OpenIdClaims
{
    /// <summary>The claim that says whether an e-mail address is the user's own.</summary>
    public const string Verified = "email_verified";

    private const string Mail = "email", Issuer = "iss", Subject = "sub", NameSetting = "Angioboard:OpenIdConnect:NameClaim";

    /// <summary>The user of these claims, whose token has been verified.</summary>
    /// <exception cref="InputException">They do not say who it is.</exception>
    public static ProviderUser Read(ClaimsPrincipal claims, OpenIdOptions provider)
    {
        if (Values(claims, Issuer) is not [var issuer] || issuer == ProviderIdentity.Proxy
            || Values(claims, Subject) is not [{ Length: <= ProviderIdentity.LongestSubject } subject])
            throw new InputException($"{provider.Name} does not say who you are; ask an administrator");
        string[] names = Values(claims, provider.NameClaim);
        return new ProviderUser
        {
            Identity = new ProviderIdentity(issuer, subject),
            Provider = provider.Name,
            Name = names is [var name] ? name : "",
            NameProblem = Problem(claims, provider, names),
            Groups = Values(claims, provider.RoleClaim),
        };
    }

    private static string? Problem(ClaimsPrincipal claims, OpenIdOptions provider, string[] names)
    {
        if (names.Length != 1)
            return $"{provider.Name} sends {(names.Length == 0 ? "no" : "more than one")} {provider.NameClaim}, which would be your name "
                + $"here; ask an administrator to set {NameSetting} to another claim";
        // An address that anybody can enter would let them take another person's name.
        return provider.NameClaim == Mail && !IsVerified(claims)
            ? $"{provider.Name} has not verified your e-mail address, which would be your name here; verify it there and sign in again"
            : null;
    }

    private static bool IsVerified(ClaimsPrincipal claims) => Values(claims, Verified) is { Length: > 0 } told
        && told.All(value => value.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static string[] Values(ClaimsPrincipal claims, string type) =>
        [.. claims.FindAll(type).Select(claim => claim.Value).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
}
