using System.Net;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>Who can sign in, and with which role.</summary>
public sealed class SignInTests(Site site)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/new")]
    [InlineData("/compare")]
    [InlineData("/datasets")]
    [InlineData("/machine")]
    [InlineData("/users")]
    [InlineData("/hangfire")]
    [InlineData("/runs/tiny/Train_1")]
    [InlineData("/api/runs/tiny/Train_1/artifacts/predictions.json")]
    [InlineData("/api/datasets/study/exams/a/frames/0")]
    public async Task Nothing_is_shown_without_signing_in(string path)
    {
        using HttpClientHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient client = new(handler);

        using HttpResponseMessage response =
            await client.GetAsync(new Uri(site.Dashboard.Address, path), TestContext.Current.CancellationToken);

        if (response.StatusCode is HttpStatusCode.Redirect)
            Assert.Contains("/sign-in", $"{response.Headers.Location}", StringComparison.Ordinal);
        else Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_link_signs_in_once()
    {
        await using IBrowserContext context = await site.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();

        await page.GotoAsync(site.Dashboard.SignInLink.ToString());

        await Assertions.Expect(page.Locator("main, #content").First).ToBeVisibleAsync();
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_a_right_one_signs_in_with_the_users_role()
    {
        (string name, string password) = await site.AddUserAsync("viewer");
        await using IBrowserContext context = await site.Browser.NewContextAsync(new() { BaseURL = site.Dashboard.Address.ToString() });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/machine");

        await Site.SignInAsync(page, name, "wrong");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Site.SignInAsync(page, name, password);

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/machine$"));
        await page.GotoAsync("/new");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Launch" })).ToHaveCountAsync(0);
        await page.GotoAsync("/users");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Users" })).ToHaveCountAsync(0);
    }
}
