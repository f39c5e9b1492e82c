using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Papers.Kits;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Angioboard.Dashboard.Papers;

/// <summary>Writes a paper kit and offers it; closing the dialog, or leaving the page, ends the work.</summary>
public sealed partial class PaperKitDialog : IProgress<StageProgress>, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private IReadOnlyList<string> splits = [];
    private IReadOnlyList<string> problems = [];
    private string split = "", state = "";
    private string? ticket;
    private Throttle? throttle;
    private MudButton? close, download;
    private bool writing, offered;
    private double share;

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<Run> Runs { get; set; }

    /// <summary>The id of the run that the others are compared with; null for the usual one.</summary>
    [Parameter] public string? Reference { get; set; }

    /// <summary>Writes kits.</summary>
    [Inject] public required PaperKits Kits { get; set; }

    /// <summary>Who asks.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = default!;

    private string NoSplit => Runs.Count == 1
        ? "This run has not been evaluated yet."
        : "These runs have not been evaluated on a split that all of them have.";

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        share = value.Total == 0 ? 0 : (double)value.Done / value.Total;
        state = $"{char.ToUpperInvariant(value.Stage[0])}{value.Stage[1..]} …";
        throttle?.Signal();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        splits = PaperKitOrder.Splits(Runs);
        split = splits.Count > 0 ? splits[0] : "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (ticket is null || offered || download is null) return;
        offered = true;
        await download.FocusAsync();
    }

    private async Task WriteAsync()
    {
        if (writing || Authentication is null) return;
        AuthenticationState who = await Authentication;
        throttle ??= new Throttle(() => InvokeAsync(StateHasChanged));
        (writing, share, problems, state) = (true, 0, [], "Waiting for its turn …");
        CancellationToken stopped = stop.Token;
        // A disabled button would lose the focus to the page behind the dialog, where Escape does nothing.
        if (close is not null) await close.FocusAsync();
        try
        {
            PaperKitOrder order = new([.. Runs.Select(run => run.Id)], split, Reference);
            ticket = await Kits.MakeAsync(order, who.User.Identity?.Name ?? "", this, stopped);
            state = "The paper kit is ready.";
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
        catch (InputException e)
        {
            state = "";
            problems = who.User.MayLaunch() ? e.Problems : ["The paper kit of these runs cannot be written. A researcher can see why."];
        }
        writing = false;
    }
}
