using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Every page in both themes, wide and narrow: accessible, without horizontal scrolling, with a screenshot to look at.</summary>
public sealed class PageTests(Site site)
{
    private const int Wide = 1280, Narrow = 390;

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
        IPage page = await site.OpenAsync(path, ColorScheme.Light, Wide, 900);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Assertions.Expect(page.Locator($"html[data-theme={scheme.ToString().ToLowerInvariant()}]")).ToBeAttachedAsync();
            await page.SetViewportSizeAsync(Wide, 900);
            await SettleAsync(page);
            await Shot(page, $"{name}-{scheme}");
            AxeResult axe =
                await page.RunAxe(
                    new AxeRunOptions { RunOnly =
                        new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
            Assert.NotEmpty(axe.Passes);
            Assert.Empty(axe.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation =>
                    $"{scheme}: {violation.Id}: {violation.Help}: "
                        + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))));
            Assert.Empty(await BeyondAsync(page));

            await page.SetViewportSizeAsync(Narrow, 844);
            await SettleAsync(page);
            await Shot(page, $"{name}-{scheme}-phone");
            Assert.Empty(await BeyondAsync(page));
        }
        await page.Context.DisposeAsync();
    }

    // Charts are drawn and redrawn a moment after their container has its size and colours.
    private static Task SettleAsync(IPage page) => page.WaitForTimeoutAsync(600);

    /// <summary>What extends beyond the window's right edge outside of parts that scroll.</summary>
    private static Task<string[]> BeyondAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('body *')].filter(element => {
          const box = element.getBoundingClientRect();
          if (box.width === 0 || box.height === 0 || box.right <= window.innerWidth + 1 || !element.checkVisibility({ visibilityProperty: true })) return false;
          for (let up = element; up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== 'visible' || getComputedStyle(up).position === 'fixed') return false;
          return true;
        }).slice(0, 5).map(element => element.outerHTML.slice(0, 200))
        """);

    // Screenshots are saved beside the test results.
    private static Task<byte[]> Shot(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages", $"{name.ToLowerInvariant()}.png"),
        FullPage = true,
    });
}
