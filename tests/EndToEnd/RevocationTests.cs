using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>What happens to open pages when their user's account is disabled.</summary>
public sealed partial class RevocationTests(Site site)
{
    [Fact]
    public async Task An_open_dialog_closes_when_the_account_is_disabled_and_the_run_stays()
    {
        (string first, _) = await site.TwoFinishedRunsAsync();
        (string name, string password) = await site.AddUserAsync("researcher");
        await using IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await Site.SignInAsync(page, name, password);
        await Site.GoAsync(page, $"/runs/{first}");
        await page.GetByRole(AriaRole.Button, new() { Name = "More actions" }).ClickAsync();
        await page.GetByText("Moves the run's folder to the trash.").ClickAsync();
        ILocator delete = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete the run" });
        await Assertions.Expect(delete).ToBeVisibleAsync();
        // The client ignores the request to reload the page.
        await page.RouteAsync("**/runs/**", route => route.AbortAsync("aborted"));

        IPage users = await site.OpenAsync("/users");
        await users.GetByLabel($"{name} may sign in").ClickAsync();

        // Checked by a script in the page: Playwright's own check would wait for the page that never loads.
        await UntilAsync(page, "document.querySelector('[role=dialog]') === null");
        await UntilAsync(page, "document.querySelector('h1')?.textContent === 'Your account has changed'");
        await Site.GoAsync(users, $"/runs/{first}");
        await Assertions.Expect(users.Locator(".run-heading")).ToContainTextAsync("Finished");
        Assert.True(Directory.Exists(Path.Combine(site.Dashboard.Results, first)));
        await users.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_page_asks_for_a_new_sign_in_as_soon_as_its_users_role_changes()
    {
        (string name, string password) = await site.AddUserAsync("viewer");
        await using IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await Site.SignInAsync(page, name, password);
        await Site.GoAsync(page, "/new");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Launch" })).ToHaveCountAsync(0);

        IPage users = await site.OpenAsync("/users");
        await users.GetByLabel($"Role of {name}").SelectOptionAsync("researcher");

        await Assertions.Expect(page).ToHaveURLAsync(SignInPage());
        await Site.SignInAsync(page, name, password);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Launch" })).ToBeVisibleAsync();
        await users.GetByLabel($"{name} may sign in").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(SignInPage());
        await users.Context.DisposeAsync();
    }

    private static async Task UntilAsync(IPage page, string condition)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await page.EvaluateAsync<bool>(condition).WaitAsync(late.Token)) await Task.Delay(50, late.Token);
    }

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInPage();
}
