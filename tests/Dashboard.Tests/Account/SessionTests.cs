using System.Net;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copied_cookie_is_useless_after_signing_out()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Researcher);
        using HttpClient thief = Copy(browser, dashboard);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("account", Cancellation)).StatusCode);

        HttpResponseMessage signOut = await RunningDashboard.SignOutAsync(browser);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (signOut.StatusCode, signOut.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("account", Cancellation)).StatusCode);
        Assert.Empty(dashboard.Services.GetRequiredService<SessionStore>().Of("ada"));
    }

    [Fact]
    public async Task Disabling_an_account_or_changing_its_role_ends_its_sessions_for_good()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser shut = await dashboard.BrowserOfAsync("ada", Roles.Researcher);
        using Browser demoted = await dashboard.BrowserOfAsync("grace", Roles.Researcher);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();

        users.Change(Actor.Server, "ada", user => user with { Disabled = true });
        users.Change(Actor.Server, "ada", user => user with { Disabled = false });
        users.Change(Actor.Server, "grace", user => user with { Role = Roles.Viewer });

        Assert.Equal(HttpStatusCode.Redirect, (await shut.GetAsync("account", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await demoted.GetAsync("account", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_account_page_lists_browsers_by_name_and_system()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Researcher);
        using Browser other = dashboard.Browser();
        other.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        await RunningDashboard.SignInAsync(other, "ada", "correct horse");

        string page = await browser.GetStringAsync("account", Cancellation);

        Assert.Contains("Firefox on Linux", page, StringComparison.Ordinal);
        Assert.Contains("this browser", page, StringComparison.Ordinal);
        Assert.Contains("Sign out everywhere else", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 "
        + "Edg/140.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "Safari on macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
        + "Mobile/15E148 Safari/604.1", "Safari on an iPhone")]
    [InlineData("curl/8.5.0", "Another program")]
    [InlineData(null, "Another program")]
    public void A_device_is_described_in_plain_words(string? agent, string expected) => Assert.Equal(expected, DeviceName.Of(agent));

    [Fact]
    public async Task A_cookie_of_a_version_without_sessions_requires_a_new_sign_in()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Researcher);
        dashboard.Services.GetRequiredService<SessionStore>()
            .EndOthers(Actor.Account("ada", dashboard.Services.GetRequiredService<UserStore>().Find("ada")!.Stamp, "test"), null);

        HttpResponseMessage answer = await browser.GetAsync("account", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_password_set_by_somebody_else_must_be_changed_first()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Administrator, "correct horse");
        dashboard.Services.GetRequiredService<Passwords>().Set(Actor.Server, "ada", "handed out once", handedOut: true);
        using Browser browser = dashboard.Browser();
        await RunningDashboard.SignInAsync(browser, "ada", "handed out once");

        HttpResponseMessage page = await browser.GetAsync("users?a=b", Cancellation);
        HttpResponseMessage api = await browser.GetAsync("api/runs/a/Train_1/artifacts.zip", Cancellation);
        HttpResponseMessage circuit = await browser.PostAsync("_blazor/negotiate?negotiateVersion=1", null, Cancellation);
        HttpResponseMessage same = await SetAsync(browser, "handed out once");
        HttpResponseMessage common = await SetAsync(browser, "password123!");
        HttpResponseMessage changed = await SetAsync(browser, "battery staple horse");
        HttpResponseMessage after = await browser.GetAsync("users", Cancellation);

        Assert.Equal("/new-password?return=%2Fusers%3Fa%3Db", page.Headers.Location!.ToString());
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (api.StatusCode, circuit.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (same.StatusCode, common.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, "/users"), (changed.StatusCode, changed.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    private static async Task<HttpResponseMessage> SetAsync(Browser browser, string password)
    {
        string page = await browser.GetStringAsync("new-password?return=%2Fusers", Cancellation);
        return await browser.PostAsync("new-password?return=%2Fusers", new FormUrlEncodedContent(
        [
            new("_handler", "new-password"), new("__RequestVerificationToken", RunningDashboard.TokenIn(page)), new("Password", password),
            new("Again", password),
        ]), Cancellation);
    }

    private static HttpClient Copy(Browser browser, RunningDashboard dashboard)
    {
        HttpClient copy =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress =
                new Uri(dashboard.Address) };
        copy.DefaultRequestHeaders.Add("Cookie", browser.Cookies.GetCookieHeader(copy.BaseAddress));
        return copy;
    }
}
