using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Every page in both themes, wide and narrow: accessible, without horizontal scroll, and a picture of it to look at.</summary>
public sealed class PageTests(Site site)
{
    private const int Wide = 1280, Narrow = 390;

    public static TheoryData<string, ColorScheme> Pages()
    {
        string[] names = ["runs", "new", "compare", "datasets", "dataset", "machine", "about", "account", "users", "not-found", .. RunTabs.Select(tab => $"run-{tab}")];
        return new(names.SelectMany(name => new[] { ColorScheme.Light, ColorScheme.Dark }.Select(scheme => (name, scheme))));
    }

    private static readonly string[] RunTabs = ["overview", "settings", "evaluation", "predictions", "artifacts", "log", "system"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_and_fits_its_width(string name, ColorScheme scheme)
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        string path = name switch
        {
            "runs" => "/",
            "compare" => $"/compare?runs={first},{second}",
            "dataset" => $"/datasets/{Site.Dataset}",
            "not-found" => "/runs/nowhere/Train_9",
            _ when name.StartsWith("run-", StringComparison.Ordinal) => $"/runs/{first}?tab={name[4..]}",
            _ => $"/{name}",
        };
        IPage page = await site.OpenAsync(path, scheme, Wide, 900);
        await SettleAsync(page);

        await Shot(page, $"{name}-{scheme}");
        AxeResult axe = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        Assert.Empty(axe.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Empty(await BeyondAsync(page));

        await page.SetViewportSizeAsync(Narrow, 844);
        await page.WaitForTimeoutAsync(800);
        await Shot(page, $"{name}-{scheme}-phone");
        Assert.Empty(await BeyondAsync(page));
        await page.Context.DisposeAsync();
    }

    /// <summary>Waits until the page answers and its charts are drawn.</summary>
    private static async Task SettleAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.WaitForTimeoutAsync(700);
    }

    /// <summary>What reaches beyond the window's right edge outside of a part that scrolls by itself.</summary>
    private static Task<string[]> BeyondAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('body *')].filter(element => {
          const box = element.getBoundingClientRect();
          if (box.width === 0 || box.height === 0 || box.right <= window.innerWidth + 1 || !element.checkVisibility({ visibilityProperty: true })) return false;
          for (let up = element; up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== 'visible' || getComputedStyle(up).position === 'fixed') return false;
          return true;
        }).slice(0, 5).map(element => element.outerHTML.slice(0, 200))
        """);

    // Pictures are left beside the test results for whoever wants to look.
    private static Task<byte[]> Shot(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages", $"{name.ToLowerInvariant()}.png"),
        FullPage = true,
    });
}
