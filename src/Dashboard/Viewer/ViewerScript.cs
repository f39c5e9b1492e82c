using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Viewer;

/// <summary>The browser's side of one <see cref="ExamViewer"/>.</summary>
internal sealed class ViewerScript(IJSRuntime script, ElementReference root) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private IJSObjectReference? module, viewer;
    private bool ended;

    /// <summary>Shows what the options say; the browser keeps what has not changed.</summary>
    public ValueTask ShowAsync(ViewerOptions options) => InTurnAsync(async () =>
    {
        module ??= await script.InvokeAsync<IJSObjectReference>("import", "./js/viewer.js");
        if (viewer is null) viewer = await module.InvokeAsync<IJSObjectReference>("create", root, options);
        else await viewer.InvokeVoidAsync("update", options);
    });

    public async ValueTask DisposeAsync()
    {
        await InTurnAsync(async () =>
        {
            ended = true;
            if (viewer is not null)
            {
                await viewer.InvokeVoidAsync("destroy");
                await viewer.DisposeAsync();
            }
            if (module is not null) await module.DisposeAsync();
        });
        turn.Dispose();
    }

    // One call after another; none once the page is closed.
    private async ValueTask InTurnAsync(Func<Task> call)
    {
        if (ended) return;
        await turn.WaitAsync();
        try
        {
            if (!ended) await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            ended = true;
        }
        finally
        {
            turn.Release();
        }
    }
}
