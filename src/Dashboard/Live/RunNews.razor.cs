using System.Collections.Concurrent;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Live;

/// <summary>Watches the signed-in user's runs on every page.</summary>
public sealed partial class RunNews : IDisposable
{
    private readonly ConcurrentDictionary<string, (RunStatus Status, bool Hangs)> known = new();
    private IDisposable? subscription;
    private string? user;

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>The runs' states before the first change.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>Announces to screen readers.</summary>
    [Inject] public required Announcer Announcer { get; set; }

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    public void Dispose() => subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Authentication is null)
            return;
        user = (await Authentication).User.Identity?.Name;
        foreach (Run run in Runs.All.Where(run => run.Owner == user))
            known[run.Id] = (run.Status, run.Hangs);
        subscription = Feed.Subscribe(OnChange);
    }

    private void OnChange(RunChange change)
    {
        if (change.Run is not { } run || run.Owner != user)
            return;
        bool hangs = run.Hangs && run.Status == RunStatus.Running;
        bool news = known.TryGetValue(run.Id, out (RunStatus Status, bool Hangs) before) && before != (run.Status, run.Hangs)
            && (hangs || before.Status != run.Status);
        known[run.Id] = (run.Status, run.Hangs);
        if (!news)
            return;
        string text = $"{run.Title} {(hangs ? "hangs" : Words(run.Status))}";
        Announcer.Say(text);
        if (hangs || run.Status is RunStatus.Finished or RunStatus.Failed or RunStatus.Diverged)
            _ = InvokeAsync(() => NotifyAsync(run, text));
    }

    private async Task NotifyAsync(Run run, string text)
    {
        try
        {
            await Script.InvokeVoidAsync("angioboard.notify", text, $"runs/{run.Id}");
        }
        catch (JSDisconnectedException)
        {
            // The tab is closed: nobody to notify.
        }
    }

    private static string Words(RunStatus status) => status switch
    {
        RunStatus.Queued => "is queued",
        RunStatus.Running => "is running",
        RunStatus.Stopping => "is stopping",
        RunStatus.Finished => "has finished",
        RunStatus.Stopped => "was stopped",
        RunStatus.Diverged => "has diverged",
        _ => "has failed",
    };
}
