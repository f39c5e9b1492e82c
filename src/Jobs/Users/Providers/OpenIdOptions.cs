namespace Angioboard.Jobs.Users.Providers;

/// <summary>A provider that signs users in by OpenID Connect.</summary>
public sealed record OpenIdOptions
{
    /// <summary>The provider's address, below which <c>.well-known/openid-configuration</c> lies.</summary>
    public string Authority { get; init; } = "";

    /// <summary>The name by which the provider knows this dashboard.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The secret that the provider gave this dashboard; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>A file whose only line is that secret.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>What to ask the provider for, beyond <c>openid</c>; null for <c>profile</c> and <c>email</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The claim that is the user's name here.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim with the user's groups or roles.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Which of them give which role.</summary>
    public RoleMapping Roles { get; init; } = new();

    /// <summary>The role of those to whom no other is given: viewer, researcher or none.</summary>
    public string DefaultRole { get; init; } = Users.Roles.Viewer;

    /// <summary>The provider's name on the sign-in page; null for its host.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The provider in words.</summary>
    public string Name => DisplayName ?? new ProviderIdentity(Authority, "").Provider;

    /// <summary>Where somebody signs in, in words: this provider by its name, others by their hosts.</summary>
    public static string Words(ProviderIdentity identity, OpenIdOptions? current) =>
        current is not null && identity.Issuer.TrimEnd('/') == current.Authority.TrimEnd('/') ? current.Name : identity.Provider;
}
