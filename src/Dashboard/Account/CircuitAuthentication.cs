using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// Looks twice a minute whether an open page's user may still be there in the same role; if not, the page turns anonymous and reloads, and the
/// request tells what the user may do now.
/// </summary>
internal sealed class CircuitAuthentication(ILoggerFactory log, UserStore users) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancellationToken) =>
        Task.FromResult(state.User.User(users) is { } user && state.User.IsInRole(user.Role));
}
