namespace Angioboard.Jobs.Users;

/// <summary>Somebody who may sign in.</summary>
public sealed record User
{
    /// <summary>The name, which runs carry as their owner.</summary>
    public required string Name { get; init; }

    /// <summary>What the user may do, one of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The password as ASP.NET Core's hasher keeps it; null signs in by the console's link only.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Somebody else knows the password, who handed it out: the next sign-in leads to choosing another before anything else.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Changes with the password, the role and whether the user may sign in, so that browsers are signed out.</summary>
    public string Stamp { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>Where to post how the user's runs ended.</summary>
    public string? Webhook { get; init; }

    /// <summary>May not sign in.</summary>
    public bool Disabled { get; init; }
}
