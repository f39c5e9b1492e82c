using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>A user who opens more pages than allowed.</summary>
public sealed class OpenPagesTests(Site site)
{
    [Fact]
    public async Task A_page_too_many_says_so_and_opens_when_another_is_closed()
    {
        using TemporaryFolder folder = new();
        await using DashboardProcess dashboard = new(folder.File("data"), new() { ["Angioboard__Limits__OpenPages"] = "1" });
        await dashboard.StartAsync();
        await using IBrowserContext context =
            await site.Browser.NewContextAsync(new(
                ) { StorageState = await Site.SignInAsync(site.Browser, dashboard), BaseURL = dashboard.Address.ToString() });
        IPage first = await context.NewPageAsync(), second = await context.NewPageAsync();

        // The window that signed in is closed, and the server has not noticed yet.
        await OpenAsync(first, "/");
        // After a reload it uses its own place.
        await OpenAsync(first, "/datasets");
        await second.GotoAsync("/");
        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "You have too many pages open" })).ToBeVisibleAsync();
        await first.CloseAsync();
        await OpenAsync(second, "/");

        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Runs" }).First).ToBeVisibleAsync();
    }

    private static async Task OpenAsync(IPage page, string path)
    {
        while ((await page.GotoAsync(path))!.Status == 429) await Task.Delay(100, TestContext.Current.CancellationToken);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
