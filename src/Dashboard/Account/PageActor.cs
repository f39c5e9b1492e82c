using Angioboard.Jobs.Actors;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Account;

/// <summary>Who acts on an open page: handed to everything that changes something, which asks what that account may do now.</summary>
public sealed class PageActor(AuthenticationStateProvider authentication)
{
    private Actor? opened;

    /// <summary>The address that the page was asked for from.</summary>
    public string From { get; set; } = "unknown";

    /// <summary>The account that the page was opened by.</summary>
    public async Task<Actor> GetAsync()
    {
        Actor? now = (await authentication.GetAuthenticationStateAsync()).User.Actor(From);
        // A page whose account has lost its rights turns anonymous; what is still open there is refused as that account's, not as nobody's.
        return opened = now ?? opened ?? Actor.Account("", "", From);
    }
}
