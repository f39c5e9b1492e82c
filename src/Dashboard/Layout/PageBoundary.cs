using Microsoft.AspNetCore.Components.Web;

namespace Angioboard.Dashboard.Layout;

/// <summary>
/// An error boundary whose message stays when a page fails in several places at once. The framework empties the boundary at each failure,
/// but may render the message only once for all of them: emptied after that, the page would stay blank.
/// </summary>
public sealed class PageBoundary : ErrorBoundary
{
    /// <summary>Shows the message once more, if it still holds: it was removed.</summary>
    public void ShowAgain()
    {
        if (CurrentException is not null) StateHasChanged();
    }
}
