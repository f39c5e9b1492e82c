using System.Globalization;
using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Machine;

/// <summary>A device's card.</summary>
public sealed partial class DeviceCard
{
    private bool choosing;
    private TimeOnly until;

    /// <summary>The device.</summary>
    [Parameter, EditorRequired] public required DeviceState Device { get; set; }

    /// <summary>Its reservation, if there is one.</summary>
    [Parameter, EditorRequired] public required DeviceReservation? Reservation { get; set; }

    /// <summary>The signed-in user.</summary>
    [Parameter, EditorRequired] public required string User { get; set; }

    /// <summary>Whether the user may reserve it.</summary>
    [Parameter] public bool MayReserve { get; set; }

    /// <summary>Whether the user may drain it, and release reservations of others.</summary>
    [Parameter] public bool MayDrain { get; set; }

    /// <summary>Called with the reason why an action failed.</summary>
    [Parameter] public EventCallback<string> OnProblem { get; set; }

    /// <summary>Reserves devices.</summary>
    [Inject] public required Reservations Reservations { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The runs.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    private string Sensors =>
        (Device.Temperature is { } degrees ? string.Create(CultureInfo.InvariantCulture, $"{degrees:0} °C") : "Temperature unknown")
        + (Device.Power is { } watts ? string.Create(CultureInfo.InvariantCulture, $", {watts:0} W") : ", power unknown");

    private string TitleId => $"device-{Device.Id}";

    private bool IsMine => UserStore.IsSame(Reservation?.Owner, User);

    private Run? HeldRun => Runs.All.FirstOrDefault(run => run.Folder == Device.HeldByRun);

    private (string Word, Color Color) State => Device switch
    {
        { HeldByRun: not null } => ("Training", Color.Primary),
        { Blocked: not null } => ("Not free", Color.Warning),
        { Drained: true } => ("Drained", Color.Warning),
        { ReservedBy: not null } => ("Reserved", Color.Info),
        _ => ("Free", Color.Success),
    };

    private void Choose()
    {
        DateTimeOffset hence = Reader.Local(Time.GetUtcNow()).AddHours(2);
        (choosing, until) = (true, new TimeOnly(hence.Hour, 0));
    }

    private Task Reserve()
    {
        // A time that has passed today means tomorrow.
        DateTimeOffset end = Reader.Next(until, Time.GetUtcNow());
        return Try(actor => Reservations.Reserve(actor, Device.Id, end));
    }

    private Task Release() => Try(actor => Reservations.Release(actor, Device.Id));

    private Task Undrain() => Try(actor => Reservations.Undrain(actor, Device.Id));

    private async Task Drain()
    {
        string text = $"No new run starts on {Device.Name} until the drain ends. A run on it continues; a reservation is cancelled.";
        if (await Dialogs.ConfirmAsync("Drain", text, "Drain")) await Try(actor => Reservations.Drain(actor, Device.Id));
    }

    private async Task Try(Action<Actor> action)
    {
        choosing = false;
        try
        {
            action(await Page.GetAsync());
            await OnProblem.InvokeAsync(null);
        }
        catch (InputException e)
        {
            await OnProblem.InvokeAsync(e.Problems[0]);
        }
    }

    private string Clock(DateTimeOffset time) => Reader.Clock(time, Time.GetUtcNow());
}
