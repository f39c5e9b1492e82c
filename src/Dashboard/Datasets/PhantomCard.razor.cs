using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The offer to make the phantom dataset, for any page.</summary>
public sealed partial class PhantomCard : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource gone = new();
    private bool watching;

    /// <summary>Called when somebody on this page has begun to make it.</summary>
    [Parameter] public EventCallback OnStarted { get; set; }

    /// <summary>Called when it has been made.</summary>
    [Parameter] public EventCallback OnMade { get; set; }

    /// <summary>The study.</summary>
    [Inject] public required PhantomOffer Offer { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    private int Drawn => (int)(Offer.Share * PhantomOffer.Study.Exams);

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (Offer.State == PhantomState.Drawing && !watching) _ = WatchAsync(gone.Token);
    }

    private async Task Start()
    {
        try
        {
            Offer.Start(await Page.GetAsync());
            await OnStarted.InvokeAsync();
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        watching = true;
        using PeriodicTimer timer = new(Poll);
        try
        {
            do await InvokeAsync(StateHasChanged);
            while (Offer.State == PhantomState.Drawing && await timer.WaitForNextTickAsync(cancellation));
            watching = false;
            await InvokeAsync(StateHasChanged);
            await InvokeAsync(OnMade.InvokeAsync);
        }
        catch (OperationCanceledException)
        {
            // The page is closed; the study is made anyway.
        }
    }
}
