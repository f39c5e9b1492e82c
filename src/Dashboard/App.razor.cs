using Angioboard.Dashboard.Theme;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Angioboard.Dashboard;

/// <summary>The host page. Every page is interactive on the server, except those that opt out (sign-in: it must set a cookie).</summary>
public sealed partial class App
{
    private HttpContext Context => Http.HttpContext ?? throw new InvalidOperationException("The host page is rendered for a request only.");

    private InteractiveServerRenderMode? PageMode => Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    private bool Dark => ThemeChoice.IsDark(Context.Request);

    private bool HasScopedStyles => Assets.Any(asset => asset.Url.StartsWith("Angioboard.Dashboard.", StringComparison.Ordinal));

    private string BaseHref => $"{Context.Request.PathBase}/";
}
