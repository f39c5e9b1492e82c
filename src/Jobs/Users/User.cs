namespace Angioboard.Jobs.Users;

/// <summary>Somebody who may sign in.</summary>
public sealed record User
{
    /// <summary>The user's name; runs have it as their owner.</summary>
    public required string Name { get; init; }

    /// <summary>What the user may do, one of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The password as hashed by ASP.NET Core; null if the user signs in by a provider or the console's link only.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The provider that signs this user in, who then has no password; null for an account of this dashboard's own.</summary>
    public ProviderIdentity? Provider { get; init; }

    /// <summary>Somebody else set the password and knows it, so the user must choose another one at the next sign-in.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Changes with the password, the role and whether the user may sign in; browsers are then signed out.</summary>
    public string Stamp { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>Changes when the account is disabled: tokens that were made before do not work again when it is enabled.</summary>
    public string TokenStamp { get; init; } = "";

    /// <summary>Where to post notices about the user's runs.</summary>
    public string? Webhook { get; init; }

    /// <summary>Whether the user may not sign in.</summary>
    public bool Disabled { get; init; }
}
