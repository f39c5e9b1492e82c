using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Security;

/// <summary>Tokens, from the page that makes them to the program that uses them, and the page that describes the API.</summary>
public sealed class TokenTests(Site site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_works_for_a_program_and_ends_when_it_is_revoked()
    {
        IPage page = await site.OpenAsync("/account");
        string name = $"laptop {Guid.NewGuid():N}"[..20];
        ILocator card = page.Locator("#tokens");
        await card.GetByLabel("Name").FillAsync(name);
        await card.GetByLabel("Role").SelectOptionAsync("researcher");
        await card.GetByLabel("Valid for").SelectOptionAsync("30");
        await card.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        string secret = await card.GetByLabel("token", new() { Exact = true }).InnerTextAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(secret));
        await page.ReloadAsync();
        ILocator row = card.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
        await Assertions.Expect(row).ToContainTextAsync("researcher");
        await Assertions.Expect(row).ToContainTextAsync("127.0.0.1");
        await PageLook.RequireAsync(page, "account-token");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await Site.GoAsync(page, "/users");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Revoke {name} of" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(page.GetByText(name)).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(secret));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task What_a_token_may_not_be_is_said_beside_the_form()
    {
        IPage page = await site.OpenAsync("/account");
        ILocator card = page.Locator("#tokens");
        await card.GetByLabel("Valid for").SelectOptionAsync("0");
        await card.GetByLabel("Last day").FillAsync("2001-01-01");
        await card.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();

        await Assertions.Expect(card).ToContainTextAsync("Give 1 to 60 letters");
        await Assertions.Expect(card).ToContainTextAsync("Is past; choose a later day");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task The_page_that_describes_the_api_loads_nothing_from_elsewhere()
    {
        IPage page = await site.OpenAsync("/account");
        List<string> foreign = [], complaints = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Dashboard.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                foreign.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error") complaints.Add(message.Text);
        };

        await page.GotoAsync("/api/v1/reference/");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Angioboard", Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Launch runs" }).First.ScrollIntoViewIfNeededAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Empty(foreign);
        Assert.Empty(complaints);
        await page.Context.DisposeAsync();
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using HttpClient program = new() { BaseAddress = site.Dashboard.Address };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await program.GetAsync("api/v1/openapi.json", Cancellation)).StatusCode;
    }
}
