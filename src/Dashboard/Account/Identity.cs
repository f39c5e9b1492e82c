using System.Security.Claims;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Angioboard.Dashboard.Account;

/// <summary>A signed-in user as claims, and whether those still hold.</summary>
internal static class Identity
{
    private const string Stamp = "stamp";

    public static ClaimsPrincipal Of(User user) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role), new(Stamp, user.Stamp)], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The user of these claims, or null if gone, disabled, or with another password since.</summary>
    public static User? User(this ClaimsPrincipal principal, UserStore users) =>
        principal.Identity?.Name is { } name && users.Find(name) is { Disabled: false } user && principal.FindFirstValue(Stamp) == user.Stamp ? user : null;
}
