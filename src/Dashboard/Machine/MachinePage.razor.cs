using System.Security.Claims;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Machine;

/// <summary>The machine: its devices and their users, the queue, and the last hour.</summary>
public sealed partial class MachinePage : IDisposable
{
    private string user = "";
    private bool mayLaunch;
    private bool isAdministrator;
    private string? problem;
    private Throttle? throttle;
    private IDisposable? subscription;

    /// <summary>Measures the machine.</summary>
    [Inject] public required MachineMonitor Monitor { get; set; }

    /// <summary>The reservations.</summary>
    [Inject] public required Reservations Reservations { get; set; }

    /// <summary>The operator's settings.</summary>
    [Inject] public required AngioboardOptions Options { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        ClaimsPrincipal principal = (await Authentication).User;
        user = principal.Identity?.Name ?? "";
        isAdministrator = principal.IsInRole(Roles.Administrator);
        mayLaunch = principal.MayLaunch();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        throttle = new Throttle(() => InvokeAsync(StateHasChanged), Live);
        subscription = Monitor.Subscribe(_ => throttle.Signal());
    }
}
