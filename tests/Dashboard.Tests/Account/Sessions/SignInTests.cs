using System.Net;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Sessions;

public sealed class SignInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", HttpStatusCode.Redirect)]
    [InlineData("new", HttpStatusCode.Redirect)]
    [InlineData("users", HttpStatusCode.Redirect)]
    [InlineData("hangfire", HttpStatusCode.Redirect)]
    [InlineData("no-such-page", HttpStatusCode.Redirect)]
    [InlineData("api/runs/study/Train_1/artifacts.zip", HttpStatusCode.Unauthorized)]
    [InlineData("_blazor/negotiate", HttpStatusCode.Unauthorized)]
    [InlineData("sign-in", HttpStatusCode.OK)]
    [InlineData("health", HttpStatusCode.OK)]
    public async Task Only_sign_in_and_health_answer_a_stranger(string path, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = dashboard.Browser();

        HttpResponseMessage answer = path.StartsWith("_blazor", StringComparison.Ordinal)
            ? await browser.PostAsync(path, null, Cancellation)
            : await browser.GetAsync(path, Cancellation);

        Assert.Equal(expected, answer.StatusCode);
        Assert.True(expected != HttpStatusCode.Redirect || answer.Headers.Location!.ToString()
            .Contains("/sign-in?return=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_change_of_password_the_page_says_why_one_signs_in_again()
    {
        using TemporaryFolder folder = new TemporaryFolder();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = dashboard.Browser();

        string plain = await browser.GetStringAsync("sign-in", Cancellation);
        string after = await browser.GetStringAsync($"sign-in?{SignInPage.AfterChange}", Cancellation);

        Assert.DoesNotContain("Your password was changed", plain, StringComparison.Ordinal);
        Assert.Contains("Your password was changed, which signs you out everywhere.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_signs_in_with_a_secure_cookie_and_a_wrong_one_does_not()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Researcher, "correct horse");
        using Browser browser = dashboard.Browser();

        HttpResponseMessage wrong = await RunningDashboard.SignInAsync(browser, "ada", "wrong horse");
        HttpResponseMessage right = await RunningDashboard.SignInAsync(browser, "ada", "correct horse");
        HttpResponseMessage page = await browser.GetAsync("", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Contains("do not match", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"), c => c.StartsWith("angioboard-", StringComparison.Ordinal)
            && !c.Contains("-device-", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_without_the_forms_token_is_refused()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Researcher, "correct horse");
        using Browser browser = dashboard.Browser();

        HttpResponseMessage answer = await browser.PostAsync("sign-in", RunningDashboard.Form("", "ada", "correct horse"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_sixth_wrong_attempt_in_a_minute_waits_even_with_the_right_password()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Researcher, "correct horse");
        using Browser browser = dashboard.Browser();
        for (int i = 0; i < 5; i++)
            await RunningDashboard.SignInAsync(browser, "ada", $"guess {i}");

        HttpResponseMessage answer = await RunningDashboard.SignInAsync(browser, "ada", "correct horse");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Retry-After"));
        Assert.Contains("Too many attempts", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/compare?runs=a", "/compare?runs=a")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    public async Task Signing_in_redirects_only_to_local_pages(string wanted, string expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = dashboard.Browser();
        string token = TokenOf(dashboard);

        HttpResponseMessage answer = await browser.GetAsync($"sign-in?token={token}&return={Uri.EscapeDataString(wanted)}", Cancellation);

        Assert.Equal(expected, answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_consoles_link_signs_in_once_as_an_administrator()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = dashboard.Browser();
        using Browser other = dashboard.Browser();
        string token = TokenOf(dashboard);

        HttpResponseMessage first = await browser.GetAsync($"sign-in?token={token}", Cancellation);
        HttpResponseMessage users = await browser.GetAsync("users", Cancellation);
        HttpResponseMessage second = await other.GetAsync($"sign-in?token={token}", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
    }

    [Fact]
    public async Task Cookies_survive_a_restart()
    {
        using TemporaryFolder folder = new();
        HttpResponseMessage signedIn;
        await using (RunningDashboard first = await RunningDashboard.StartAsync(folder.Path))
        {
            first.AddUser("ada", Roles.Researcher, "correct horse");
            using Browser browser = first.Browser();
            signedIn = await RunningDashboard.SignInAsync(browser, "ada", "correct horse");
        }
        await using RunningDashboard second = await RunningDashboard.StartAsync(folder.Path);
        using HttpClient later =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress =
                new Uri(second.Address) };
        later.DefaultRequestHeaders.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));

        HttpResponseMessage page = await later.GetAsync("", Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public void A_link_expires_after_15_minutes_or_when_a_new_one_is_made()
    {
        using TemporaryFolder folder = new();
        LateClock clock = new();
        using Database database = Angioboard.Jobs.Store.Database.Open(folder.Path);
        AngioboardOptions options = new AngioboardOptions { DataFolder = folder.Path, PublicUrl = "https://box.example.org" };
        using AuditLog audit = new(options, TimeProvider.System);
        UserStore users = new(database, audit, new Revocations());
        SignInLink link = new(options, users, null!, clock);

        string first = TokenOf(link.Renew());
        string second = TokenOf(link.Renew());
        clock.Passed = TimeSpan.FromMinutes(14.9);

        Assert.Null(link.Use(first));
        Assert.Empty(users.All());
        Assert.Equal(Roles.Administrator, link.Use(second)!.Role);
        Assert.Null(link.Use(second));
        string third = TokenOf(link.Renew());
        clock.Passed += TimeSpan.FromMinutes(15);
        Assert.Null(link.Use(third));
    }

    [Fact]
    public async Task Wrong_passwords_and_links_from_elsewhere_lock_nobody_out()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Proxies:0", "127.0.0.1"));
        dashboard.AddUser("adam", Roles.Administrator, "correct horse");
        using Browser known = Browser(dashboard, "192.0.2.1");
        await RunningDashboard.SignInAsync(known, "adam", "correct horse");
        await RunningDashboard.SignOutAsync(known);
        using Browser attacker = Browser(dashboard, "203.0.113.9");
        using Browser neighbour = Browser(dashboard, "192.0.2.77");
        for (int i = 0; i < 6; i++)
        {
            await RunningDashboard.SignInAsync(attacker, "adam", $"guess number {i}");
            await RunningDashboard.SignInAsync(neighbour, "adam", $"guess number {i}");
            await attacker.GetAsync("sign-in?token=x", Cancellation);
        }

        HttpResponseMessage shutOut = await RunningDashboard.SignInAsync(neighbour, "adam", "correct horse");
        HttpResponseMessage elsewhere = await RunningDashboard.SignInAsync(Browser(dashboard, "198.51.100.1"), "adam", "correct horse");
        HttpResponseMessage own = await RunningDashboard.SignInAsync(known, "adam", "correct horse");
        HttpResponseMessage link = await attacker.GetAsync($"sign-in?token={TokenOf(dashboard)}", Cancellation);

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.Redirect),
            (shutOut.StatusCode, elsewhere.StatusCode, own.StatusCode, link.StatusCode));
    }

    private static Browser Browser(RunningDashboard dashboard, string address)
    {
        Browser browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return browser;
    }

    private static string TokenOf(RunningDashboard dashboard) => TokenOf(dashboard.Services.GetRequiredService<SignInLink>().Renew());

    private static string TokenOf(string link) => link.Split("token=")[1];

    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
