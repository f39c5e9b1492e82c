using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>Scripts that load slowly: who goes on meanwhile sees the next page.</summary>
public sealed class LateScriptTests(Site site)
{
    [Theory]
    [InlineData("evaluation", ".chart-canvas", "chart.js")]
    [InlineData("evaluation", ".chart-canvas", "apexcharts.esm.js")]
    [InlineData("predictions", ".viewer", "viewer.js")]
    public async Task A_part_left_before_its_script_has_loaded_does_not_fail_the_next_one(string tab, string part, string script)
    {
        (string run, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/runs/{run}?tab=artifacts");
        int before = site.Dashboard.Output.Length;
        TaskCompletionSource asked = new(), left = new();
        await page.RouteAsync($"**/{script}*", async route =>
        {
            asked.TrySetResult();
            await left.Task;
            await route.ContinueAsync();
        });
        await OpenAsync(page, tab);
        if (tab == "predictions") await page.Locator(".predictions-open").First.ClickAsync();
        await Assertions.Expect(page.Locator(part).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await OpenAsync(page, "artifacts");
        await Assertions.Expect(page.Locator(part)).ToHaveCountAsync(0);
        Task<IResponse> loaded = page.WaitForResponseAsync(response => response.Url.Contains(script, StringComparison.Ordinal));
        left.SetResult();
        await loaded;
        // The server has the browser's answer before it answers this.
        await OpenAsync(page, "log");
        await OpenAsync(page, "artifacts");

        await Assertions.Expect(page.Locator("th").GetByText("predictions.json")).ToBeVisibleAsync();
        Assert.DoesNotContain("Unhandled exception rendering component", site.Dashboard.Output[before..], StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    private static async Task OpenAsync(IPage page, string tab)
    {
        await page.Locator($"nav.run-tabs a[href$='tab={tab}']").ClickAsync();
        await Assertions.Expect(page.Locator($"nav.run-tabs a[href$='tab={tab}'][aria-current=page]")).ToBeVisibleAsync();
    }
}
