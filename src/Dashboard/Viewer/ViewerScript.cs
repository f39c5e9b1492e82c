using Angioboard.Dashboard.Scripts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Viewer;

/// <summary>The browser's side of one <see cref="ExamViewer"/>.</summary>
internal sealed class ViewerScript(IJSRuntime script, ElementReference root) : IAsyncDisposable
{
    private readonly ScriptTurns turns = new();
    private IJSObjectReference? module, viewer;

    /// <summary>Shows what the options say; the browser keeps what has not changed.</summary>
    public ValueTask ShowAsync(ViewerOptions options) => turns.CallAsync(async () =>
    {
        module ??= await script.InvokeAsync<IJSObjectReference>("import", "./js/viewer.js");
        if (turns.HasLeft) return;
        if (viewer is null) viewer = await module.InvokeAsync<IJSObjectReference>("create", root, options);
        else await viewer.InvokeVoidAsync("update", options);
    });

    public ValueTask DisposeAsync() => turns.LeaveAsync(async () =>
    {
        if (viewer is not null)
        {
            await viewer.InvokeVoidAsync("destroy");
            await viewer.DisposeAsync();
        }
        if (module is not null) await module.DisposeAsync();
    });
}
