using System.Net;
using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class RoleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Roles.Viewer, "users", HttpStatusCode.Redirect)]
    [InlineData(Roles.Researcher, "users", HttpStatusCode.Redirect)]
    [InlineData(Roles.Administrator, "users", HttpStatusCode.OK)]
    [InlineData(Roles.Viewer, "hangfire", HttpStatusCode.Redirect)]
    [InlineData(Roles.Researcher, "hangfire", HttpStatusCode.Redirect)]
    [InlineData(Roles.Administrator, "hangfire", HttpStatusCode.OK)]
    [InlineData(Roles.Viewer, "account", HttpStatusCode.OK)]
    public async Task Pages_for_administrators_are_refused_to_others(string role, string path, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", role);

        HttpResponseMessage answer = await browser.GetAsync(path, Cancellation);

        Assert.Equal(expected, answer.StatusCode);
        Assert.True(expected == HttpStatusCode.OK || answer.Headers.Location!.ToString()
            .Contains("/not-allowed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_role_requires_a_new_sign_in_and_a_disabled_user_is_signed_out()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();

        users.Change(Actor.Server, "ada", user => user with { Role = Roles.Administrator });
        HttpResponseMessage before = await browser.GetAsync("users", Cancellation);
        await RunningDashboard.SignInAsync(browser, "ada", "correct horse");
        HttpResponseMessage promoted = await browser.GetAsync("users", Cancellation);
        users.Add(Actor.Server, new User { Name = "grace", Role = Roles.Administrator });
        users.Change(Actor.Server, "ada", user => user with { Disabled = true });
        HttpResponseMessage disabled = await browser.GetAsync("", Cancellation);

        Assert.Contains("/sign-in", before.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, promoted.StatusCode);
        Assert.Contains("/sign-in", disabled.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_remains_an_administrator()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        users.Add(Actor.Server, new User { Name = "ada", Role = Roles.Administrator });
        users.Add(Actor.Server, new User { Name = "grace", Role = Roles.Administrator, Disabled = true });

        Assert.Throws<InputException>(() => users.Change(Actor.Server, "ada", user => user with { Role = Roles.Viewer }));
        Assert.Throws<InputException>(() => users.Change(Actor.Server, "ada", user => user with { Disabled = true }));
        Assert.Throws<InputException>(() => users.Add(Actor.Server, new User { Name = "ADA", Role = Roles.Viewer }));
        Assert.Throws<InputException>(() => users.Add(Actor.Server, new User { Name = "<b>", Role = Roles.Viewer }));
    }

    [Fact]
    public async Task A_new_password_signs_out_every_browser()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Researcher);

        dashboard.Services.GetRequiredService<Angioboard.Dashboard.Account.Passwords>().Set(Actor.Server, "ada", "another horse");
        HttpResponseMessage answer = await browser.GetAsync("", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_requires_the_forms_token()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Researcher);

        HttpResponseMessage answer = await browser.PostAsync("sign-out", new FormUrlEncodedContent([]), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("", Cancellation)).StatusCode);
    }
}
