using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Layout;

/// <summary>The frame of every page: app bar, navigation, content.</summary>
public sealed partial class MainLayout
{
    private bool drawer = true;

    [CascadingParameter] public required ThemeChoice Theme { get; set; }

    [Inject] public required NavigationManager Navigation { get; set; }

    [Inject] public required IJSRuntime Script { get; set; }

    private string SkipTarget => $"{Navigation.Uri.Split('#')[0]}#content";

    private void ToggleDrawer() => drawer = !drawer;

    private async Task SwitchTheme()
    {
        Theme.Dark = !Theme.Dark;
        await Script.InvokeVoidAsync("angioboard.theme.choose", Theme.Dark ? "dark" : "light");
    }
}
