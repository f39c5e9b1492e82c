using System.Security.Claims;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Authorization;

namespace Angioboard.Dashboard.Account;

/// <summary>Authorization policies by role.</summary>
public static class Policies
{
    /// <summary>May launch, stop and change runs: researchers and administrators.</summary>
    public const string CanLaunch = nameof(CanLaunch);

    /// <summary>May manage users and devices.</summary>
    public const string IsAdministrator = nameof(IsAdministrator);

    /// <summary>Whether the user may launch runs, and so see paths of files.</summary>
    public static bool MayLaunch(this ClaimsPrincipal user) => user.IsInRole(Roles.Researcher) || user.IsInRole(Roles.Administrator);

    /// <summary>Adds the policies; endpoints without one still require a signed-in user.</summary>
    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(CanLaunch, policy => policy.RequireRole(Roles.Researcher, Roles.Administrator));
        options.AddPolicy(IsAdministrator, policy => policy.RequireRole(Roles.Administrator));
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }
}
