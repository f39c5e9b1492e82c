using System.Security.Claims;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests;

/// <summary>A signed-in user with an account, for pages without a browser.</summary>
internal static class SignedIn
{
    /// <summary>Signs a user in; the database must have been added.</summary>
    public static void SignIn(this BunitContext context, string name, string role)
    {
        context.Services.AddAngioboardUsers().AddScoped<PageActor>();
        BunitAuthorizationContext signedIn = context.AddAuthorization().SetAuthorized(name).SetRoles(role);
        if (role != Roles.Viewer)
            signedIn.SetPolicies(role == Roles.Administrator ? [Policies.CanLaunch, Policies.IsAdministrator] : [Policies.CanLaunch]);
        User account = new() { Name = name, Role = role };
        signedIn.SetClaims(new Claim("stamp", account.Stamp), new Claim(ClaimTypes.Role, role));
        // Services are complete only when the first one is requested, so the account is written to the database directly.
        Database database = (Database)context.Services.Single(service => service.ServiceType == typeof(Database)).ImplementationInstance!;
        database.Collection<User>("users").Put(name, account);
    }
}
