namespace Angioboard.Jobs.Users.Providers;

/// <summary>Somebody whom a provider has just signed in.</summary>
public sealed record ProviderUser
{
    /// <summary>Who they are there.</summary>
    public required ProviderIdentity Identity { get; init; }

    /// <summary>The provider in words.</summary>
    public required string Provider { get; init; }

    /// <summary>Their name there; a new account gets it.</summary>
    public required string Name { get; init; }

    /// <summary>Why a new account cannot have this name; null if nothing is known against it.</summary>
    public string? NameProblem { get; init; }

    /// <summary>Their groups or roles there.</summary>
    public required IReadOnlyCollection<string> Groups { get; init; }
}
