namespace Angioboard.Jobs.Users.Providers;

/// <summary>Which groups or roles of a provider give which role here, written exactly as the provider writes them.</summary>
public sealed record RoleMapping
{
    /// <summary>As a default role: people without a mapped role stay out.</summary>
    public const string None = "none";

    /// <summary>They give the role administrator.</summary>
    public IReadOnlyList<string> Administrator { get; init; } = [];

    /// <summary>They give the role researcher.</summary>
    public IReadOnlyList<string> Researcher { get; init; } = [];

    /// <summary>They give the role viewer.</summary>
    public IReadOnlyList<string> Viewer { get; init; } = [];

    /// <summary>Whether there are any. Without them roles are given on the Users page.</summary>
    public bool IsSet => Administrator.Count + Researcher.Count + Viewer.Count > 0;

    /// <summary>The highest role that these values give; null for none.</summary>
    public string? Find(IReadOnlyCollection<string> values) =>
        values.Any(Administrator.Contains) ? Roles.Administrator
        : values.Any(Researcher.Contains) ? Roles.Researcher
        : values.Any(Viewer.Contains) ? Roles.Viewer
        : null;
}
