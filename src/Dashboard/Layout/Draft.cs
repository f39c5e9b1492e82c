using System.Text.Json;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Layout;

/// <summary>
/// Keeps half-filled forms in the browser tab (sessionStorage), so that they survive a reload after the server was away. Call it after the
/// first render: save when a field changes, load in OnAfterRenderAsync(firstRender), clear when the form is submitted.
/// </summary>
public sealed class Draft(IJSRuntime script)
{
    /// <summary>Keeps a form's values under a page's key.</summary>
    public async ValueTask SaveAsync<T>(string key, T value)
    {
        try
        {
            await script.InvokeVoidAsync("angioboard.draft.save", key, JsonSerializer.Serialize(value));
        }
        catch (JSDisconnectedException)
        {
            // The tab is closed, or is about to reload with the earlier draft.
        }
    }

    /// <summary>The values kept, or null if there are none or an older form saved them.</summary>
    public async ValueTask<T?> LoadAsync<T>(string key) where T : class
    {
        string? text = await script.InvokeAsync<string?>("angioboard.draft.load", key);
        if (text is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Forgets a form's values.</summary>
    public async ValueTask ClearAsync(string key)
    {
        try
        {
            await script.InvokeVoidAsync("angioboard.draft.clear", key);
        }
        catch (JSDisconnectedException)
        {
            // The page is closed: nothing to clear.
        }
    }
}
