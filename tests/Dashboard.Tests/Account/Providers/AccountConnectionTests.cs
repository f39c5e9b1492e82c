using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>An account of the dashboard's own that its user connects with the provider.</summary>
public sealed class AccountConnectionTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private IdentityProvider provider = null!;
    private RunningDashboard dashboard = null!;

    private UserStore Users => dashboard.Services.GetRequiredService<UserStore>();

    public async ValueTask InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        dashboard = await RunningDashboard.StartAsync(folder.Path,
            settings: provider.Settings(("OpenIdConnect:Roles:Researcher:0", "lab")));
        await provider.KnowAsync(dashboard.Address);
        dashboard.AddUser("ada", Roles.Researcher, "correct horse");
    }

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_connected_account_signs_in_by_the_provider_only()
    {
        using OpenIdVisit visit = await SignedInAsync();
        using OpenIdVisit elsewhere = await SignedInAsync();
        provider.Visitor = new Person("17", "countess", "lab");

        string opened = await visit.SignInAsync($"sign-in/provider?return=%2Faccount&connect={Uri.EscapeDataString(Mark())}");
        using OpenIdVisit later = new(dashboard);
        await later.SignInAsync();

        Assert.Equal("/account", opened);
        Assert.True(await visit.IsSignedInAsync());
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.True(await later.IsSignedInAsync());
        User ada = Assert.Single(Users.All());
        Assert.Equal(("17", null), (ada.Provider?.Subject, ada.PasswordHash));
        Assert.Contains("has no password here", Assert.Throws<InputException>(() =>
            dashboard.Services.GetRequiredService<Passwords>().Set(Actor.Server, "ada", "battery staple horse")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_does_not_change_a_role()
    {
        using OpenIdVisit visit = await SignedInAsync();
        provider.Visitor = new Person("17", "countess");

        string problem = await visit.ProblemAsync(
            await visit.SignInAsync($"sign-in/provider?connect={Uri.EscapeDataString(Mark())}"));

        Assert.Contains("gives you the role viewer, and the account ada is researcher", problem, StringComparison.Ordinal);
        Assert.Null(Users.Find("ada")!.Provider);
    }

    [Fact]
    public async Task Somebody_elses_link_connects_nothing()
    {
        using OpenIdVisit visit = await SignedInAsync();
        string others = dashboard.Services.GetRequiredService<AccountConnection>().Mark(SessionStore.IdOf("another session"));

        Uri forged = await visit.StartAsync("sign-in/provider?connect=forged");
        Uri another = await visit.StartAsync($"sign-in/provider?connect={Uri.EscapeDataString(others)}");

        Assert.Equal(("/account", "/account"), (forged.ToString(), another.ToString()));
    }

    [Fact]
    public async Task A_session_that_ends_at_the_provider_is_not_connected()
    {
        using OpenIdVisit visit = await SignedInAsync();
        provider.Visitor = new Person("17", "countess", "lab");
        Uri callback = await visit.SignInThereAsync(
            await visit.StartAsync($"sign-in/provider?connect={Uri.EscapeDataString(Mark())}"));
        await RunningDashboard.SignOutAsync(visit.Browser);

        string problem = await visit.ProblemAsync(await visit.ReturnAsync(callback));

        Assert.StartsWith("You were signed out meanwhile", problem, StringComparison.Ordinal);
        Assert.Null(Users.Find("ada")!.Provider);
    }

    [Fact]
    public async Task A_person_at_the_provider_has_one_account()
    {
        provider.Visitor = new Person("17", "countess", "lab");
        using (OpenIdVisit first = new(dashboard)) await first.SignInAsync();
        using OpenIdVisit visit = await SignedInAsync();

        string problem = await visit.ProblemAsync(
            await visit.SignInAsync($"sign-in/provider?connect={Uri.EscapeDataString(Mark())}"));

        Assert.Contains("already signs you in as countess here", problem, StringComparison.Ordinal);
        Assert.Null(Users.Find("ada")!.Provider);
    }

    [Fact]
    public async Task A_disconnected_account_is_its_own_again()
    {
        using OpenIdVisit visit = await SignedInAsync();
        provider.Visitor = new Person("17", "countess", "lab");
        await visit.SignInAsync($"sign-in/provider?connect={Uri.EscapeDataString(Mark())}");

        Users.Change(Actor.Server, "ada", user => user with { Provider = null });
        dashboard.Services.GetRequiredService<Passwords>().Set(Actor.Server, "ada", "battery staple horse");

        Assert.False(await visit.IsSignedInAsync());
        using Browser browser = dashboard.Browser();
        Assert.Equal(System.Net.HttpStatusCode.Redirect,
            (await RunningDashboard.SignInAsync(browser, "ada", "battery staple horse")).StatusCode);
    }

    // The account page's button makes it.
    private string Mark() =>
        dashboard.Services.GetRequiredService<AccountConnection>()
            .Mark(dashboard.Services.GetRequiredService<SessionStore>().Of("ada").OrderBy(session => session.Created).First().Id);

    private async Task<OpenIdVisit> SignedInAsync()
    {
        OpenIdVisit visit = new(dashboard);
        Assert.Equal(System.Net.HttpStatusCode.Redirect,
            (await RunningDashboard.SignInAsync(visit.Browser, "ada", "correct horse")).StatusCode);
        return visit;
    }
}
