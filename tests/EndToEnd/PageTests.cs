using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Every page in both themes, wide and narrow: accessible, without horizontal scrolling, with a screenshot to look at.</summary>
public sealed class PageTests(Site site)
{
    private static readonly string[] RunTabs = ["overview", "settings", "evaluation", "predictions", "artifacts", "log", "system"];

    public static TheoryData<string> Pages() =>
        new(["runs", "new", "compare", "datasets", "register", "dataset", "machine", "about", "account", "users", "audit", "not-found",
            .. RunTabs.Select(tab => $"run-{tab}")]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_in_both_themes_and_fits_its_width(string name)
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        string path = name switch
        {
            "runs" => "/",
            "compare" => $"/compare?runs={first},{second}",
            "dataset" => $"/datasets/{Site.Dataset}",
            "register" => "/datasets?register=true",
            "not-found" => "/runs/nowhere/Train_9",
            _ when name.StartsWith("run-", StringComparison.Ordinal) => $"/runs/{first}?tab={name[4..]}",
            _ => $"/{name}",
        };
        IPage page = await site.OpenAsync(path, ColorScheme.Light, PageLook.Wide, 900);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await PageLook.RequireAsync(page, name);
        await page.Context.DisposeAsync();
    }
}
