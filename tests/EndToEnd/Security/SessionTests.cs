using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>Signing out a browser from elsewhere, for example after leaving it open.</summary>
public sealed class SessionTests(Site site)
{
    [Fact]
    public async Task A_browser_that_is_signed_out_elsewhere_shows_nothing_more()
    {
        (string name, string password) = await site.AddUserAsync("researcher");
        await using IBrowserContext left = await SignedInAsync(name, password), here = await SignedInAsync(name, password);
        IPage open = left.Pages[0], account = here.Pages[0];
        await Site.GoAsync(open, "/new");
        await Site.GoAsync(account, "/account");

        await Assertions.Expect(account.Locator("#sessions tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(account.Locator("#sessions")).ToContainTextAsync("Chrome on Linux");
        await account.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere else" }).ClickAsync();

        await Assertions.Expect(account.Locator("#sessions tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(open).ToHaveURLAsync(new Regex("/sign-in"));
        await account.ReloadAsync();
        await Assertions.Expect(account.Locator("#sessions").GetByText("this browser")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_link_from_the_terminal_signs_in_once()
    {
        string link = (await Command.RunAsync(site.Dashboard.DataFolder, "sign-in-link")).Trim();
        await using IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();

        await page.GotoAsync(link);
        await Site.GoAsync(page, "/users");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Users", Exact = true })).ToBeVisibleAsync();
        await using IBrowserContext second = await site.Browser.NewContextAsync();
        IPage late = await second.NewPageAsync();
        await late.GotoAsync(link);

        await Assertions.Expect(late.GetByRole(AriaRole.Alert)).ToContainTextAsync("angioboard sign-in-link");
    }

    private async Task<IBrowserContext> SignedInAsync(string name, string password)
    {
        IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await Site.SignInAsync(page, name, password);
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return context;
    }
}
