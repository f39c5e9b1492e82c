using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>Ten runs of five learning rates and two seeds, compared.</summary>
public sealed class SweepTests(Site site)
{
    [Fact]
    public async Task A_sweep_is_ranked_by_settings_and_narrowed_by_dragging_along_an_axis()
    {
        string address = Site.Tiny("axes", 2).Replace("lr=0.001", "lr=1e-4,3e-4,1e-3,3e-3,1e-2", StringComparison.Ordinal);
        IPage page = await site.OpenAsync(address.Replace("seed=42", "seed=1-2", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync(new() { Timeout = 30_000 });
        string[] runs = [.. Enumerable.Range(1, 10).Select(number => $"axes/Train_{number}")];
        await WaitAsync(() => runs.All(run => File.Exists(Path.Combine(site.Dashboard.Results, run, "evaluation.json"))));

        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(1440, 900);
            await Site.GoAsync(page, $"/compare?runs={string.Join(',', runs)}&group=seeds");
            await Assertions.Expect(page.Locator("section[aria-labelledby=compare-verdict] tbody tr")).ToHaveCountAsync(5);
            await Assertions.Expect(page.Locator("polyline")).ToHaveCountAsync(10);
            Assert.Equal(1440, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            AxeResult axe = await page.RunAxe(new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
            });
            Assert.Empty(axe.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{scheme}: {violation.Help}: {violation.Nodes[0].Html}"));
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages", $"sweep-{scheme}.png".ToLowerInvariant()),
                FullPage = true,
            });
        }

        await page.Locator(".brush").First.ScrollIntoViewIfNeededAsync();
        await page.WaitForTimeoutAsync(600); // Charts that come into view are drawn.
        LocatorBoundingBoxResult axis = (await page.Locator(".brush").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(axis.X + 12, axis.Y + 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(axis.X + 12, axis.Y + 0.4f * axis.Height, new() { Steps = 5 });
        await page.Mouse.UpAsync();

        await Assertions.Expect(page.GetByText("4 of 10 runs")).ToBeVisibleAsync();
        await page.GetByText("Table of these runs").ClickAsync();
        await Assertions.Expect(page.Locator(".sweep-table tbody tr")).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".sweep-table tbody tr")).ToHaveCountAsync(10);
        await page.Context.DisposeAsync();
    }

    private static async Task WaitAsync(Func<bool> done)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(4));
        while (!done()) await Task.Delay(500, patience.Token);
    }
}
