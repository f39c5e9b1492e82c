using System.Text.RegularExpressions;
using Angioboard.Dashboard.Tests.Account.Providers;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>Sign-in by a real provider in a real browser, which keeps to the rules for cookies and forms of other sites.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Chromium chromium = new();
    private IdentityProvider provider = null!;
    private DashboardProcess dashboard = null!;

    // For the browser, the provider is another site than the dashboard.
    private string Own => $"http://box.example.org:{dashboard.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        dashboard = new DashboardProcess(folder.File("data"), provider.Settings(("OpenIdConnect:Roles:Researcher:0", "lab"))
            .ToDictionary(setting => $"Angioboard__{setting.Key.Replace(":", "__", StringComparison.Ordinal)}", setting => setting.Value));
        await Task.WhenAll(chromium.StartAsync("--host-resolver-rules=MAP *.example.org 127.0.0.1"), dashboard.StartAsync());
        await provider.KnowAsync(Own);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await dashboard.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_user_signs_in_with_the_button_has_the_role_of_their_group_and_signs_out_at_both()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        provider.Visitor = new Person("17", "ada", "lab");

        await page.GotoAsync($"{Own}/machine");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Clinic login" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^http://box[.]example[.]org:[0-9]+/machine$"));
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.GotoAsync($"{Own}/account");
        await Assertions.Expect(page.GetByText("You are ada, researcher.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("You sign in by Clinic login, and have no password here.")).ToBeVisibleAsync();
        Assert.DoesNotContain(complaints, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out of this browser" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Angioboard" })).ToBeVisibleAsync();
        Assert.StartsWith($"{Own}/sign-in", page.Url, StringComparison.Ordinal);
        Assert.Null(provider.Visitor);
        Assert.DoesNotContain(complaints, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sign_in_page_says_why_the_provider_failed_and_a_password_still_works()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await provider.DisposeAsync();

        await page.GotoAsync($"{Own}/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Clinic login" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Clinic login does not answer");
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        provider = await IdentityProvider.StartAsync();
    }

    [Fact]
    public async Task An_account_is_connected_on_its_page()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await OpenAsync(page, "/users");
        await page.Locator(".users-add input").First.FillAsync("grace");
        await page.Locator(".users-add select").SelectOptionAsync("researcher");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        string password = await page.Locator(".mud-alert pre").InnerTextAsync();
        await using IBrowserContext graces = await chromium.Browser.NewContextAsync();
        IPage account = await graces.NewPageAsync();
        await account.GotoAsync($"{Own}/account");
        await Site.SignInAsync(account, "grace", password);
        await Site.ChoosePasswordAsync(account, "battery staple horse");
        await account.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        provider.Visitor = new Person("18", "grace.hopper", "lab");

        await account.GetByRole(AriaRole.Button, new() { Name = "Connect with Clinic login" }).ClickAsync();
        await Assertions.Expect(account.GetByText("You sign in by Clinic login, and have no password here.")).ToBeVisibleAsync();
        await OpenAsync(page, "/users");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "grace" })).ToContainTextAsync("Clinic login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect grace" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set password of grace" })).ToBeVisibleAsync();
        await Assertions.Expect(account.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Angioboard" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_waits_for_the_provider_is_not_reloaded_when_its_session_ends()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{Own}{dashboard.SignInLink.PathAndQuery}");
        await OpenAsync(page, "/account");
        IPage other = await context.NewPageAsync();
        await OpenAsync(other, "/account");
        TaskCompletionSource asked = new(), goOn = new();
        provider.Wait = async () =>
        {
            asked.TrySetResult();
            await goOn.Task;
        };
        provider.Visitor = new Person("19", "linus", "lab");

        // A click waits for the page that it leads to, which comes only when the provider answers.
        Task click = page.GetByRole(AriaRole.Button, new() { Name = "Connect with Clinic login" }).ClickAsync(new() { Timeout = 300_000 });
        await asked.Task;
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out of this browser" }).ClickAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Angioboard" })).ToBeVisibleAsync();
        // The news is on its way to the page, which Playwright does not look into while it is being left.
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        goOn.SetResult();
        await click;

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You were signed out meanwhile");
    }

    private async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync($"{Own}{path}");
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
