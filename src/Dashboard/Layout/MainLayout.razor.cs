using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Theme;
using Angioboard.Dashboard.Times;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Layout;

/// <summary>The frame of every page: app bar, navigation, content.</summary>
public sealed partial class MainLayout
{
    private bool drawer = true;
    private DotNetObjectReference<MainLayout>? self;

    /// <summary>Light or dark.</summary>
    [CascadingParameter] public required ThemeChoice Theme { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [CascadingParameter] public required LiveState Live { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Calls scripts in the browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    private string SkipTarget => $"{Navigation.Uri.Split('#')[0]}#content";

    /// <inheritdoc/>
    public void Dispose()
    {
        Live.Changed -= StateHasChanged;
        self?.Dispose();
    }

    /// <summary>The system's theme changed: called by js/theme.js.</summary>
    [JSInvokable]
    public Task FollowTheme(bool dark) => InvokeAsync(() => ShowThemeAsync(dark, "angioboard.theme.show"));

    /// <inheritdoc/>
    protected override void OnInitialized() => Live.Changed += StateHasChanged;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        self = DotNetObjectReference.Create(this);
        await Script.InvokeVoidAsync("angioboard.theme.follow", self);
        // The first page of a browser came without its cookie.
        Reader.Read(await Script.InvokeAsync<string?>("angioboard.zone"));
        await Script.InvokeVoidAsync("angioboard.ready");
    }

    private void ToggleDrawer() => drawer = !drawer;

    private Task SwitchTheme() => ShowThemeAsync(!Theme.Dark, "angioboard.theme.choose");

    private async Task ShowThemeAsync(bool dark, string call)
    {
        Theme.Dark = dark;
        StateHasChanged();
        // The page's colours must be set before charts read them.
        await Task.Yield();
        await Script.InvokeVoidAsync(call, dark ? "dark" : "light");
    }
}
