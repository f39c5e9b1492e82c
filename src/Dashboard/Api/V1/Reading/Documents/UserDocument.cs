namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The users.</summary>
/// <param name="Users">They, by name.</param>
internal sealed record UserListDocument(IReadOnlyList<UserDocument> Users);

/// <summary>A user.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Disabled">Whether the user may not sign in.</param>
/// <param name="HasPassword">Whether there is a password.</param>
/// <param name="MustChangePassword">Whether the user must choose another one at the next sign-in.</param>
internal sealed record UserDocument(string Name, string Role, bool Disabled, bool HasPassword, bool MustChangePassword);
