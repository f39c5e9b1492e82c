using System.Security.Claims;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// Checks whether an open page's session is still valid, whenever an account or session changes and twice a minute; each check counts as
/// use. If it is not, the page becomes anonymous, which closes its dialogs, and reloads; the new request shows what the user may do.
/// </summary>
internal sealed class CircuitAuthentication : RevalidatingServerAuthenticationStateProvider
{
    private readonly SessionStore sessions;
    private readonly Revocations revocations;

    public CircuitAuthentication(ILoggerFactory log, SessionStore sessions, Revocations revocations) : base(log)
    {
        (this.sessions, this.revocations) = (sessions, revocations);
        revocations.Revoked += OnRevoked;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancellationToken) =>
        Task.FromResult(
        state.User.Session() is { } token && sessions.Use(token, null) is { } user && state.User.IsInRole(user.Role));

    protected override void Dispose(bool disposing)
    {
        revocations.Revoked -= OnRevoked;
        base.Dispose(disposing);
    }

    private void OnRevoked(string name, string? session) => _ = LookAsync(name);

    private async Task LookAsync(string name)
    {
        AuthenticationState state;
        try
        {
            state = await GetAuthenticationStateAsync();
        }
        catch (InvalidOperationException)
        {
            return; // The request has no user yet.
        }
        if (!UserStore.IsSame(state.User.Identity?.Name, name)
            || await ValidateAuthenticationStateAsync(state, CancellationToken.None)) return;
        SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }
}
