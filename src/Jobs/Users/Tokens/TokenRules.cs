using System.Text.RegularExpressions;
using Angioboard.Core;

namespace Angioboard.Jobs.Users.Tokens;

/// <summary>What a new token must be like.</summary>
internal static partial class TokenRules
{
    /// <summary>Checks a new token of a user.</summary>
    /// <exception cref="InputException">Something about it cannot be used; one line per problem.</exception>
    public static void Require(User owner, string name, string role, DateTimeOffset expires, DateTimeOffset now,
        IReadOnlyList<ApiToken> others, AngioboardOptions options)
    {
        List<string> problems = [];
        if (!Name().IsMatch(name))
            problems.Add("name: give 1 to 60 letters, digits, spaces, dots, hyphens and underscores that start with a letter or digit");
        if (others.Any(token => string.Equals(token.Name, name, StringComparison.OrdinalIgnoreCase)))
            problems.Add($"name: you have a token {name}; choose another name, or revoke that one first");
        if (!Roles.All.Contains(role)) problems.Add($"role: \"{role}\" is no role; the roles are {string.Join(", ", Roles.All)}");
        else if (!Roles.Includes(owner.Role, role)) problems.Add($"role: yours is {owner.Role}, and a token may not do more than you");
        if (expires <= now) problems.Add("expires: is past; choose a later day");
        else if (expires > now + TimeSpan.FromDays(options.Tokens.LongestDays))
            problems.Add($"expires: a token is valid for {options.Tokens.LongestDays} days at most; choose an earlier day");
        if (others.Count >= options.Limits.Tokens)
            problems.Add($"You have {others.Count} tokens, the maximum; revoke one that you no longer use");
        if (problems.Count > 0) throw new InputException(problems);
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} ._-]{0,59}\z")]
    private static partial Regex Name();
}
