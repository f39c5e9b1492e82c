using System.Globalization;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>A browser in another time zone than the server's.</summary>
public sealed class TimeZoneTests(Site site)
{
    [Fact]
    public async Task Pages_show_times_in_the_browsers_zone()
    {
        (string first, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync("/", timezone: "Asia/Tokyo");

        ILocator launched = page.Locator("td[data-label=Created] time").First;
        await Assertions.Expect(launched).ToHaveAttributeAsync("title", Tokyo(await launched.GetAttributeAsync("datetime")));
        await Site.GoAsync(page, $"/runs/{first}");
        launched = page.Locator(".run-facts time");
        string title = Tokyo(await launched.GetAttributeAsync("datetime"));
        await Assertions.Expect(launched).ToHaveAttributeAsync("title", title);
        await Assertions.Expect(launched).ToHaveTextAsync(title[..16]);
        await Site.GoAsync(page, "/machine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reserve" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("Reserve for me until (Asia/Tokyo, now")).ToBeVisibleAsync();
        await Site.GoAsync(page, "/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Time (Asia/Tokyo)" })).ToBeVisibleAsync();
        await page.Context.DisposeAsync();
    }

    private static string Tokyo(string? utc) =>
        DateTimeOffset.Parse(utc!, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(9))
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " (Asia/Tokyo)";
}
