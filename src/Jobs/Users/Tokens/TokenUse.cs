namespace Angioboard.Jobs.Users.Tokens;

/// <summary>What became of a token that a program sent.</summary>
/// <param name="Token">The token; null if it is not known.</param>
/// <param name="User">The owner with the role that counts for this token; null if the token may not be used.</param>
/// <param name="Problem">Why it may not be used; null if it may.</param>
public sealed record TokenUse(ApiToken? Token, User? User, string? Problem);
