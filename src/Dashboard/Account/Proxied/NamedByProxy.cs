using System.Security.Claims;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Account.Proxied;

/// <summary>What a trusted proxy says of a request's user.</summary>
/// <param name="names">The header's values.</param>
/// <param name="groups">The values of the header with groups.</param>
internal sealed class NamedByProxy(StringValues names, StringValues groups)
{
    /// <summary>The header's values: the user's name, if there is one only.</summary>
    public StringValues Names => names;

    /// <summary>The values of the header with groups.</summary>
    public StringValues Groups => groups;

    /// <summary>Why this user may not sign in; null if they are.</summary>
    public string? Problem { get; set; }

    /// <summary>The signed-in user; null if they may not sign in.</summary>
    public ClaimsPrincipal? Principal { get; set; }
}
