using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Machine;

/// <summary>The machine's check, and a button to start it.</summary>
public sealed partial class CheckupCard : IDisposable
{
    private readonly CancellationTokenSource left = new();
    private DoctorReport? report;

    /// <summary>Whether the user may start a check.</summary>
    [Parameter] public bool MayCheck { get; set; }

    /// <summary>Called with the reason if a check fails.</summary>
    [Parameter] public EventCallback<string> OnProblem { get; set; }

    /// <summary>Checks.</summary>
    [Inject] public required MachineCheckup Checkup { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => report = Checkup.Latest;

    private async Task CheckAsync()
    {
        try
        {
            report = await Checkup.CheckAsync(await Page.GetAsync(), left.Token);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page is closed.
        }
        catch (Exception e) when (e is InputException or NotAllowedException)
        {
            await OnProblem.InvokeAsync(e.Message);
        }
    }
}
