using System.Net;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>Sign-in by a real provider, as a browser goes through it.</summary>
public sealed class OpenIdSignInTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private IdentityProvider provider = null!;
    private RunningDashboard? dashboard;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserStore Users => dashboard!.Services.GetRequiredService<UserStore>();

    public async ValueTask InitializeAsync() => provider = await IdentityProvider.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (dashboard is not null) await dashboard.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_sign_in_creates_a_viewer_with_a_session_like_any_other()
    {
        await StartAsync();
        using OpenIdVisit visit = Visit(new Person("17", "ada"));

        string opened = await visit.SignInAsync("sign-in/provider?return=%2Fmachine");

        Assert.Equal("/machine", opened);
        User ada = Users.Find("ada")!;
        Assert.Equal((Roles.Viewer, null), (ada.Role, ada.PasswordHash));
        Assert.Equal(new ProviderIdentity($"{provider.Address}/", "17"), ada.Provider);
        Assert.Single(dashboard!.Services.GetRequiredService<SessionStore>().Of("ada"));
        string page = await visit.Browser.GetStringAsync("account", Cancellation);
        Assert.Contains("You sign in by <b>Clinic login</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("New password", page, StringComparison.Ordinal);
        Assert.Contains(Audited(), entry => entry is { Action: "user.add", User: "Angioboard", Target: "ada",
            Detail: "viewer, by Clinic login" });
        Assert.Contains(Audited(), entry => entry is { Action: "sign-in", User: "ada" }
            && entry.Detail!.EndsWith(", by Clinic login", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_token_of_the_provider_is_kept_in_the_browser()
    {
        await StartAsync();
        using OpenIdVisit visit = Visit(new Person("17", "ada"));

        await visit.SignInAsync();

        Assert.All(visit.Browser.Cookies.GetAllCookies(),
            cookie => Assert.StartsWith("angioboard-", cookie.Name, StringComparison.Ordinal));
        Assert.True(visit.Browser.Cookies.GetAllCookies().Sum(cookie => cookie.Value.Length) < 2000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_role_follows_the_providers_groups_at_each_sign_in(bool later)
    {
        await StartAsync(("OpenIdConnect:Roles:Administrator:0", "chiefs"), ("OpenIdConnect:Roles:Researcher:0", "urn:lab:staff"));
        provider.TellsLater = later;
        using OpenIdVisit first = Visit(new Person("17", "ada", "urn:lab:staff", "others"));
        await first.SignInAsync();
        string before = Users.Find("ada")!.Role;
        using OpenIdVisit second = Visit(new Person("17", "ada", "urn:lab:staff", "chiefs"));
        await second.SignInAsync();
        string raised = Users.Find("ada")!.Role;
        bool stillOpen = await first.IsSignedInAsync();
        dashboard!.AddUser("grace", Roles.Administrator, "correct horse");
        using OpenIdVisit third = Visit(new Person("17", "ada"));

        await third.SignInAsync();

        Assert.Equal((Roles.Researcher, Roles.Administrator, Roles.Viewer), (before, raised, Users.Find("ada")!.Role));
        Assert.False(stillOpen);
        Assert.Contains(Audited(), entry => entry is
        { Action: "user.role", User: "Angioboard", Detail: "researcher to administrator, by Clinic login" });
        Assert.Contains(Audited(), entry => entry is { Action: "user.role", Detail: "administrator to viewer, by Clinic login" });
    }

    [Fact]
    public async Task Without_a_mapping_a_role_given_on_the_users_page_stays()
    {
        await StartAsync();
        using OpenIdVisit first = Visit(new Person("17", "ada"));
        await first.SignInAsync();
        Users.Change(Actor.Server, "ada", user => user with { Role = Roles.Researcher });
        using OpenIdVisit second = Visit(new Person("17", "ada", "administrator"));

        await second.SignInAsync();

        Assert.Equal(Roles.Researcher, Users.Find("ada")!.Role);
    }

    [Fact]
    public async Task The_last_administrator_keeps_the_role_by_staying_out()
    {
        await StartAsync(("OpenIdConnect:Roles:Administrator:0", "chiefs"));
        using OpenIdVisit first = Visit(new Person("17", "ada", "chiefs"));
        await first.SignInAsync();
        using OpenIdVisit second = Visit(new Person("17", "ada"));

        string problem = await second.ProblemAsync(await second.SignInAsync());

        Assert.Equal("ada is the last administrator; make someone else an administrator first.", problem);
        Assert.False(await second.IsSignedInAsync());
    }

    [Fact]
    public async Task A_name_that_is_taken_or_unusable_is_refused()
    {
        await StartAsync();
        dashboard!.AddUser("ada", Roles.Administrator, "correct horse");
        const string Taken = "and this name belongs to another account here",
            Unusable = "which cannot be a name here: a user name has 1 to 64";

        foreach ((string? name, string expected) in new[]
        {
            ("ada", Taken), ("ADA", Taken), ("administrator", Taken), (Environment.UserName, Taken), ("Ada Lovelace", Unusable),
            ("<b>ada", Unusable), (null, "sends no preferred_username, which would be your name here"),
        })
        {
            using OpenIdVisit visit = Visit(new Person("17", name));

            string problem = await visit.ProblemAsync(await visit.SignInAsync());

            Assert.Contains(expected, problem, StringComparison.Ordinal);
            Assert.False(await visit.IsSignedInAsync());
        }
        Assert.Equal(["ada"], Users.All().Select(user => user.Name));
        Assert.Null(Users.Find("ada")!.Provider);
    }

    [Fact]
    public async Task Another_person_who_gets_the_name_of_a_user_does_not_get_the_account()
    {
        await StartAsync();
        using OpenIdVisit first = Visit(new Person("17", "ada"));
        await first.SignInAsync();
        using OpenIdVisit other = Visit(new Person("18", "ada"));

        string problem = await other.ProblemAsync(await other.SignInAsync());

        Assert.Contains("belongs to another account here", problem, StringComparison.Ordinal);
        Assert.Equal("17", Users.Find("ada")!.Provider!.Subject);
    }

    [Fact]
    public async Task A_user_who_is_renamed_at_the_provider_keeps_the_account()
    {
        await StartAsync();
        using OpenIdVisit first = Visit(new Person("17", "ada"));
        await first.SignInAsync();
        using OpenIdVisit second = Visit(new Person("17", "countess"));

        string opened = await second.SignInAsync();

        Assert.Equal("/", opened);
        Assert.Equal(["ada"], Users.All().Select(user => user.Name));
        Assert.Contains("You are <b>ada</b>", await second.Browser.GetStringAsync("account", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consoles_link_makes_no_account_of_a_providers_user_an_administrator()
    {
        await StartAsync();
        ProviderIdentity identity = new(provider.Address, "17");
        Users.Add(Actor.Server, new User { Name = Environment.UserName, Role = Roles.Viewer, Provider = identity });
        using Browser browser = dashboard!.Browser();

        await browser.GetAsync(new Uri(dashboard.Services.GetRequiredService<SignInLink>().Renew()), Cancellation);

        Assert.Equal(Roles.Viewer, Users.Find(Environment.UserName)!.Role);
        Assert.Equal(Roles.Administrator, Users.Find("administrator")!.Role);
        Assert.Contains("You are <b>administrator</b>", await browser.GetStringAsync("account", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_stays_out()
    {
        await StartAsync();
        using OpenIdVisit first = Visit(new Person("17", "ada"));
        await first.SignInAsync();
        Users.Change(Actor.Server, "ada", user => user with { Disabled = true });
        using OpenIdVisit second = Visit(new Person("17", "ada"));

        string problem = await second.ProblemAsync(await second.SignInAsync());

        Assert.Equal("The account ada is disabled; ask an administrator.", problem);
        Assert.False(await first.IsSignedInAsync());
        Assert.Contains(Audited(), entry => entry is { Action: "sign-in", Outcome: AuditOutcome.Refused }
            && entry.Detail!.Contains("ada is disabled", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_e_mail_address_is_a_name_only_if_the_provider_has_verified_it(bool verified)
    {
        await StartAsync(("OpenIdConnect:NameClaim", "email"));
        using OpenIdVisit visit = Visit(new Person("17", "ada") { Mail = "ada@example.org", MailVerified = verified });

        string opened = await visit.SignInAsync();

        if (verified) Assert.Equal("/", opened);
        else Assert.Contains("has not verified your e-mail address", await visit.ProblemAsync(opened), StringComparison.Ordinal);
        Assert.Equal(verified ? ["ada@example.org"] : [], Users.All().Select(user => user.Name));
    }

    [Fact]
    public async Task With_no_default_role_only_mapped_groups_get_in()
    {
        await StartAsync(("OpenIdConnect:DefaultRole", "none"), ("OpenIdConnect:Roles:Researcher:0", "lab"));
        using OpenIdVisit stranger = Visit(new Person("18", "eve", "others"));
        string refused = await stranger.ProblemAsync(await stranger.SignInAsync());
        using OpenIdVisit member = Visit(new Person("17", "ada", "lab"));

        string opened = await member.SignInAsync();

        Assert.Equal("Clinic login gives you no role here; ask an administrator for access.", refused);
        Assert.Equal("/", opened);
        Assert.Equal(["ada"], Users.All().Select(user => user.Name));
    }

    [Fact]
    public async Task The_page_to_open_next_is_one_of_this_site()
    {
        await StartAsync();

        foreach (string wanted in new[] { "https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org/" })
        {
            using OpenIdVisit visit = Visit(new Person("17", "ada"));

            Assert.Equal("/", await visit.SignInAsync($"sign-in/provider?return={Uri.EscapeDataString(wanted)}"));
        }
    }

    [Fact]
    public async Task It_works_below_a_path()
    {
        dashboard = await RunningDashboard.StartAsync(folder.Path, "/tools", provider.Settings());
        await provider.KnowAsync(dashboard.Address);
        using OpenIdVisit visit = Visit(new Person("17", "ada"));

        string opened = await visit.SignInAsync("sign-in/provider?return=%2Ftools%2Fmachine");

        Assert.Equal("/tools/machine", opened);
        Assert.True(await visit.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        await StartAsync();
        using OpenIdVisit visit = Visit(new Person("17", "ada"));
        await visit.SignInAsync();

        HttpResponseMessage page = await RunningDashboard.SignOutAsync(visit.Browser);
        string text = await page.Content.ReadAsStringAsync(Cancellation);
        Uri end = new(WebUtility.HtmlDecode(text.Split("href=\"")[1].Split('"')[0]));
        HttpResponseMessage there = await visit.Browser.GetAsync(end, Cancellation);
        HttpResponseMessage back = await visit.Browser.GetAsync(there.Headers.Location, Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("http-equiv=\"refresh\"", text, StringComparison.Ordinal);
        Assert.StartsWith($"{provider.Address}/end?", end.ToString(), StringComparison.Ordinal);
        Assert.Null(provider.Visitor);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (back.StatusCode, back.Headers.Location!.ToString()));
        Assert.False(await visit.IsSignedInAsync());
        Assert.Empty(dashboard!.Services.GetRequiredService<SessionStore>().Of("ada"));
    }

    private OpenIdVisit Visit(Person person)
    {
        provider.Visitor = person;
        return new OpenIdVisit(dashboard!);
    }

    private IEnumerable<AuditEntry> Audited() =>
        dashboard!.Services.GetRequiredService<AuditReader>().All(new AuditQuery(), Cancellation);

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        dashboard = await RunningDashboard.StartAsync(folder.Path, settings: provider.Settings(settings));
        await provider.KnowAsync(dashboard.Address);
    }
}
