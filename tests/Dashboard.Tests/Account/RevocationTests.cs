using System.Security.Claims;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Datasets;
using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Dashboard.Tests.Account;

/// <summary>How an open page reacts to changes of its user's rights.</summary>
public sealed class RevocationTests
{
    [Theory]
    [InlineData("disabled")]
    [InlineData("role")]
    [InlineData("password")]
    [InlineData("session")]
    public async Task A_page_becomes_anonymous_as_soon_as_its_user_loses_rights(string change)
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        Actor ada = services.Account("ada", Roles.Researcher);
        UserStore users = services.Get<UserStore>();
        using CircuitAuthentication circuit = Open(services, users.Find("ada")!), another = Open(services, users.Find("adam")!);

        switch (change)
        {
            case "disabled": users.Change(Actor.Server, "ada", user => user with { Disabled = true }); break;
            case "role": users.Change(Actor.Server, "ADA", user => user with { Role = Roles.Viewer }); break;
            case "password": services.Get<Passwords>().Set(ada, "ada", "another horse"); break;
            default:
                services.Get<SessionStore>().EndOthers(ada, keep: null);
                break;
        }

        Assert.False((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
        Assert.True((await another.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task A_page_stays_when_something_else_about_its_user_changes()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        UserStore users = services.Get<UserStore>();
        using CircuitAuthentication circuit = Open(services, users.Find("ada")!);

        users.Change(Actor.Server, "ada", user => user with { Webhook = "https://chat.example.org/hook" });
        services.Get<Revocations>().Account("ada");

        Assert.True((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task An_account_that_was_disabled_and_enabled_must_sign_in_again()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        UserStore users = services.Get<UserStore>();
        Actor before = services.Account("ada", Roles.Researcher);

        users.Change(Actor.Server, "ada", user => user with { Disabled = true });
        users.Change(Actor.Server, "ada", user => user with { Disabled = false });

        Assert.Null(users.Rights.Find(before));
        Assert.NotNull(users.Rights.Find(services.Account("ada", Roles.Researcher)));
    }

    [Theory]
    [InlineData(Roles.Viewer, false)]
    [InlineData(Roles.Researcher, true)]
    public async Task The_button_that_stops_a_check_is_shown_only_to_users_who_may(string role, bool shown)
    {
        DatasetsContext context = new(role);
        await context.RegisterAsync();
        IRenderedComponent<DatasetPage> page = context.Render<DatasetPage>(p => p.Add(d => d.Name, "eyes"));
        DatasetCheckRun under = new(context.Datasets.Find("eyes")!, registers: false, "ada");

        typeof(DatasetPage).GetField("check", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .SetValue(page.Instance, under);
        page.Render();

        Assert.Contains("Checking:", page.Markup, StringComparison.Ordinal);
        Assert.Equal(shown, page.FindAll("button").Any(button => button.TextContent.Trim() == "Stop the check"));
        await context.EndAsync();
    }

    private static CircuitAuthentication Open(ServicesOfAll services, User user)
    {
        CircuitAuthentication circuit = new(NullLoggerFactory.Instance, services.Get<SessionStore>(), services.Get<Revocations>());
        ClaimsPrincipal signedIn = Identity.Of(user, services.Get<SessionStore>().Begin(user, "a browser", "192.0.2.9"));
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(signedIn)));
        return circuit;
    }
}
