namespace Angioboard.Jobs.Users.Providers;

/// <summary>A proxy that signs users in and names them in a header.</summary>
public sealed record ProxySignInOptions
{
    /// <summary>The header with the user's name, such as <c>X-Remote-User</c>.</summary>
    public string Header { get; init; } = "";

    /// <summary>The header with the user's groups or roles; null for none.</summary>
    public string? RoleHeader { get; init; }

    /// <summary>The character between them.</summary>
    public string RoleSeparator { get; init; } = ",";

    /// <summary>Which of them give which role.</summary>
    public RoleMapping Roles { get; init; } = new();

    /// <summary>The role of those to whom no other is given: viewer, researcher or none.</summary>
    public string DefaultRole { get; init; } = Users.Roles.Viewer;

    /// <summary>Addresses or networks whose connections are the proxy's.</summary>
    public IReadOnlyList<string> From { get; init; } = [];
}
