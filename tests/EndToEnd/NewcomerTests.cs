using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Somebody who has just started the program for the first time.</summary>
public sealed class NewcomerTests(Site site)
{
    [Fact]
    public async Task Three_clicks_lead_from_an_empty_dashboard_to_a_finished_run_with_charts()
    {
        using TemporaryFolder folder = new();
        await using DashboardProcess dashboard = new(folder.Path);
        await dashboard.StartAsync();
        await using IBrowserContext context =
            await site.Browser.NewContextAsync(new(
                ) { StorageState = await Site.SignInAsync(site.Browser, dashboard), BaseURL = dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await Site.GoAsync(page, "/");

        await page.GetByRole(AriaRole.Link, new() { Name = "Start with the phantom dataset" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the phantom dataset" }).ClickAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync(new() { Timeout = 180_000 });

        await page.WaitForURLAsync("**/runs/phantom/Train_1");
        await Site.StatusAsync(page, "Finished", seconds: 300);
        await Assertions.Expect(page.Locator(".apexcharts-series path").First).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("Train_1"));
    }
}
