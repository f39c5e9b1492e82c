using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Machine;

/// <summary>The queue, with buttons for users who may change it.</summary>
public sealed partial class QueueTable : IDisposable
{
    private string? problem;
    private Throttle? throttle;
    private IDisposable? subscription;

    /// <summary>The signed-in user.</summary>
    [Parameter, EditorRequired] public required string User { get; set; }

    /// <summary>Whether the user may stop and pause runs.</summary>
    [Parameter] public bool MayStop { get; set; }

    /// <summary>Whether the user may move the runs of others.</summary>
    [Parameter] public bool IsAdministrator { get; set; }

    /// <summary>The queue.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>The runs.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    private IReadOnlyList<QueueEntry> Entries => Control.Queue;

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        throttle = new Throttle(() => InvokeAsync(StateHasChanged), Live);
        subscription = Feed.Subscribe(change =>
        {
            if (change.Kind is RunChangeKind.Queue or RunChangeKind.Added or RunChangeKind.Changed or RunChangeKind.Removed)
                throttle.Signal();
        });
    }

    private static string HoldTitle(QueueEntry entry) => entry.HeldBy is null ? "Pause" : "Resume queueing";

    private bool MayMove(QueueEntry entry) =>
        MayStop && entry is { HeldBy: null, InSlurm: false } && (IsAdministrator || entry.Owner == User);

    private bool IsEdge(QueueEntry entry, int places)
    {
        QueueEntry[] owners = [.. Entries.Where(other => other.Owner == entry.Owner && other is { HeldBy: null, InSlurm: false })];
        return owners.Length == 0 || owners[places < 0 ? 0 : ^1].JobId == entry.JobId;
    }

    private string Expected(QueueEntry entry)
    {
        if (entry.ExpectedStart is not { } start) return entry.HeldBy is null ? "unknown" : "paused";
        DateTimeOffset now = Time.GetUtcNow();
        return start <= now ? "now" : Reader.Clock(start, now);
    }

    private async Task Move(QueueEntry entry, int places)
    {
        try
        {
            Control.Move(await Page.GetAsync(), entry.JobId, places);
            problem = null;
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }

    private async Task HoldAsync(QueueEntry entry)
    {
        try
        {
            if (entry.HeldBy is null) await Control.PauseAsync(await Page.GetAsync(), entry.RunId, CancellationToken.None);
            else await Control.GoOnAsync(await Page.GetAsync(), entry.RunId, CancellationToken.None);
            problem = null;
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }

    private async Task StopAsync(QueueEntry entry)
    {
        try
        {
            if (entry.Dataset is { } dataset)
                await Control.StopEvaluationAsync(await Page.GetAsync(), entry.RunId, dataset, CancellationToken.None);
            else await Control.StopAsync(await Page.GetAsync(), entry.RunId, CancellationToken.None);
            problem = null;
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }
}
