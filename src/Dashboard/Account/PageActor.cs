using Angioboard.Jobs.Actors;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Account;

/// <summary>The account that acts on an open page. Every change takes it and checks its current rights.</summary>
public sealed class PageActor(AuthenticationStateProvider authentication)
{
    private Actor? opened;

    /// <summary>The remote address of the page's request.</summary>
    public string From { get; set; } = "unknown";

    /// <summary>The account that opened the page.</summary>
    public async Task<Actor> GetAsync()
    {
        Actor? now = (await authentication.GetAuthenticationStateAsync()).User.Actor(From);
        // A page whose account has lost its rights becomes anonymous; its actions are still refused and logged under that account.
        return opened = now ?? opened ?? Actor.Account("", "", From);
    }
}
