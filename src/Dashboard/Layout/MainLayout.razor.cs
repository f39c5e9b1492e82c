using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Layout;

/// <summary>The frame of every page: app bar, navigation, content.</summary>
public sealed partial class MainLayout
{
    private bool drawer = true;

    /// <summary>Light or dark.</summary>
    [CascadingParameter] public required ThemeChoice Theme { get; set; }

    /// <summary>Live or paused.</summary>
    [CascadingParameter] public required LiveState Live { get; set; }

    /// <summary>The address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The browser.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    private string SkipTarget => $"{Navigation.Uri.Split('#')[0]}#content";

    /// <inheritdoc/>
    public void Dispose() => Live.Changed -= StateHasChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Live.Changed += StateHasChanged;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Script.InvokeVoidAsync("angioboard.ready");
    }

    private void ToggleDrawer() => drawer = !drawer;

    private async Task SwitchTheme()
    {
        Theme.Dark = !Theme.Dark;
        await Script.InvokeVoidAsync("angioboard.theme.choose", Theme.Dark ? "dark" : "light");
    }
}
