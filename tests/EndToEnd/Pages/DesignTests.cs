using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>What one sees first, and that a refused choice goes back.</summary>
public sealed class DesignTests(Site site)
{
    [Fact]
    public async Task The_first_chart_of_a_run_is_visible_without_scrolling()
    {
        (string first, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/runs/{first}", ColorScheme.Light, 1280, 900);

        await Assertions.Expect(page.Locator(".key-figures")).ToBeVisibleAsync();
        LocatorBoundingBoxResult? chart = await page.Locator(".curve-charts .chart").First.BoundingBoxAsync();

        Assert.InRange(chart!.Y + chart.Height, 0, 900);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task The_role_of_the_last_administrator_goes_back_when_refused()
    {
        IPage page = await site.OpenAsync("/users");
        ILocator role = page.GetByLabel($"Role of {Environment.UserName}");

        await role.SelectOptionAsync("viewer");

        await Assertions.Expect(page.GetByText("is the last administrator; make someone else an administrator first")).ToBeVisibleAsync();
        await Assertions.Expect(role).ToHaveValueAsync("administrator");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task The_mark_is_on_the_sign_in_page_and_in_the_tab()
    {
        await using IBrowserContext context = await site.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(site.Dashboard.Address, "sign-in").ToString());

        Assert.True(await page.Locator(".sign-in-brand img").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"));
        string icon = await page.Locator("link[rel=icon][type='image/png']").EvaluateAsync<string>("link => link.href");
        Assert.Equal(200, (await page.APIRequest.GetAsync(icon)).Status);
    }
}
