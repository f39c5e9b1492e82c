using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>How a page looks, whoever opens it: accessible in both themes, without horizontal scrolling on a screen and a phone.</summary>
internal static class PageLook
{
    /// <summary>The width of a usual window, pixels.</summary>
    public const int Wide = 1280;

    private const int Narrow = 390;

    /// <summary>Fails if it does not look so; screenshots of it are saved beside the test results.</summary>
    public static async Task RequireAsync(IPage page, string name)
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            // A message that fades away is pale for a moment.
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Assertions.Expect(page.Locator($"html[data-theme={scheme.ToString().ToLowerInvariant()}]")).ToBeAttachedAsync();
            await page.SetViewportSizeAsync(Wide, 900);
            await SettleAsync(page);
            await Shot(page, $"{name}-{scheme}");
            AxeResult axe =
                await page.RunAxe(
                    new AxeRunOptions { RunOnly =
                        new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
            Assert.NotEmpty(axe.Passes);
            // In full: a collection's assertion would shorten them.
            string violations = string.Join('\n', axe.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation =>
                    $"{name} in {scheme}: {violation.Id}: {violation.Help}: "
                        + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))));
            Assert.True(violations.Length == 0, violations);
            Assert.Empty(await BeyondAsync(page));

            await page.SetViewportSizeAsync(Narrow, 844);
            await SettleAsync(page);
            await Shot(page, $"{name}-{scheme}-phone");
            Assert.Empty(await BeyondAsync(page));
        }
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
