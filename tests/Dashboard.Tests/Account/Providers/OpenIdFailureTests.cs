using System.Net;
using System.Web;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>What goes wrong between a browser, the provider and the dashboard: one sentence each, and nobody is signed in.</summary>
public sealed class OpenIdFailureTests : IAsyncLifetime
{
    private const string Stale = "This sign-in took too long, was used already, or began in another browser. Start it again.",
        Silent = "Clinic login does not answer, so you were not signed in. Try again in a few minutes, or sign in with a password.";

    private readonly TemporaryFolder folder = new();
    private IdentityProvider provider = null!;
    private RunningDashboard? dashboard;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        provider.Visitor = new Person("17", "ada");
    }

    public async ValueTask DisposeAsync()
    {
        if (dashboard is not null) await dashboard.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_dashboard_starts_while_the_provider_is_down_and_signs_in_by_it_later()
    {
        string address = provider.Address;
        await provider.DisposeAsync();
        dashboard = await RunningDashboard.StartAsync(folder.Path,
            settings: [("OpenIdConnect:Authority", address), ("OpenIdConnect:ClientId", IdentityProvider.ClientId),
                ("OpenIdConnect:ClientSecret", IdentityProvider.Secret), ("OpenIdConnect:DisplayName", "Clinic login")]);
        using OpenIdVisit visit = new(dashboard);

        Uri down = await visit.StartAsync("sign-in/provider?return=%2Fmachine");
        string problem = await visit.ProblemAsync(down.ToString());
        using Browser local = await dashboard.BrowserOfAsync("grace", Roles.Viewer);
        provider = await IdentityProvider.StartAsync(address);
        provider.Visitor = new Person("17", "ada");
        await provider.KnowAsync(dashboard.Address);
        string opened = await visit.SignInAsync();

        Assert.Equal(Silent, problem);
        Assert.EndsWith("&return=%2Fmachine", down.ToString(), StringComparison.Ordinal);
        Assert.Equal("/", opened);
    }

    [Fact]
    public async Task A_provider_that_goes_away_in_the_middle_is_named()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        Uri callback = await visit.SignInThereAsync(await visit.StartAsync());
        await provider.DisposeAsync();

        await RefusedAsync(visit, callback, Silent);
    }

    [Fact]
    public async Task A_wrong_secret_is_the_administrators_affair()
    {
        await StartAsync(("OpenIdConnect:ClientSecret", "another secret"));
        using OpenIdVisit visit = new(dashboard!);

        await RefusedAsync(visit, await visit.SignInThereAsync(await visit.StartAsync()),
            "The sign-in by Clinic login is not set up correctly. Tell an administrator; the server's log has the reason.");
    }

    [Fact]
    public async Task Somebody_who_refuses_at_the_provider_is_not_signed_in()
    {
        await StartAsync();
        provider.Visitor = null;
        using OpenIdVisit visit = new(dashboard!);

        await RefusedAsync(visit, await visit.SignInThereAsync(await visit.StartAsync()),
            "Clinic login did not let you in, or you cancelled the sign-in.");
    }

    [Fact]
    public async Task An_answer_with_another_nonce_is_refused()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        Uri there = await visit.StartAsync();
        string nonce = HttpUtility.ParseQueryString(there.Query)["nonce"]!;

        Uri callback = await visit.SignInThereAsync(new Uri(there.ToString().Replace(nonce, "0" + nonce, StringComparison.Ordinal)));

        await RefusedAsync(visit, callback, Stale);
    }

    [Fact]
    public async Task An_answer_with_another_state_or_none_is_refused()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        Uri callback = await visit.SignInThereAsync(await visit.StartAsync());
        string state = HttpUtility.ParseQueryString(callback.Query)["state"]!;

        await RefusedAsync(visit, new Uri(callback.ToString().Replace(state, "x" + state, StringComparison.Ordinal)), Stale);
        await RefusedAsync(visit, new Uri(callback.GetLeftPart(UriPartial.Path)), Stale);
    }

    [Fact]
    public async Task An_answer_meant_for_another_browser_is_refused()
    {
        await StartAsync();
        using OpenIdVisit attacker = new(dashboard!);
        using OpenIdVisit victim = new(dashboard!);
        Uri callback = await attacker.SignInThereAsync(await attacker.StartAsync());

        await RefusedAsync(victim, callback, Stale);
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        Uri callback = await visit.SignInThereAsync(await visit.StartAsync());
        await visit.ReturnAsync(callback);
        await RunningDashboard.SignOutAsync(visit.Browser);

        await RefusedAsync(visit, callback, Stale);
    }

    [Fact]
    public async Task A_code_that_was_used_already_is_refused_under_a_new_state_too()
    {
        await StartAsync();
        using OpenIdVisit first = new(dashboard!);
        Uri used = await first.SignInThereAsync(await first.StartAsync());
        await first.ReturnAsync(used);
        using OpenIdVisit second = new(dashboard!);
        Uri callback = await second.SignInThereAsync(await second.StartAsync());

        await RefusedAsync(second, new Uri(callback.ToString().Replace(Code(callback), Code(used), StringComparison.Ordinal)), Stale);
    }

    [Fact]
    public async Task A_provider_with_new_keys_is_known_again_at_the_next_try()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        await visit.SignInAsync();
        await RunningDashboard.SignOutAsync(visit.Browser);
        string address = provider.Address;
        await provider.DisposeAsync();
        provider = await IdentityProvider.StartAsync(address);
        provider.Visitor = new Person("17", "ada");
        await provider.KnowAsync(dashboard!.Address);

        Uri callback = await visit.SignInThereAsync(await visit.StartAsync());
        await RefusedAsync(visit, callback,
            "Clinic login has signed its answer with a key that is not known here yet. Try again in a few minutes.");

        Assert.Equal("/", await visit.SignInAsync());
    }

    [Fact]
    public async Task A_form_that_another_site_posts_to_the_callback_is_refused()
    {
        await StartAsync();
        using OpenIdVisit visit = new(dashboard!);
        Uri callback = await visit.SignInThereAsync(await visit.StartAsync());
        using HttpRequestMessage post = new(HttpMethod.Post, callback.GetLeftPart(UriPartial.Path))
        {
            Content = new FormUrlEncodedContent(HttpUtility.ParseQueryString(callback.Query) is var query
                ? query.AllKeys.Select(key => KeyValuePair.Create(key!, query[key]!)) : []),
        };
        post.Headers.Add("Origin", provider.Address);

        HttpResponseMessage answer = await visit.Browser.SendAsync(post, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(await visit.IsSignedInAsync());
    }

    [Fact]
    public async Task No_link_puts_words_into_the_sign_in_page()
    {
        await StartAsync();
        using Browser browser = dashboard!.Browser();
        string sealedElsewhere = dashboard.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Other")
            .ToTimeLimitedDataProtector().Protect("call 0123", TimeSpan.FromMinutes(1));

        foreach (string problem in new[] { "call 0123", sealedElsewhere })
        {
            HttpResponseMessage page = await browser.GetAsync($"sign-in?problem={Uri.EscapeDataString(problem)}", Cancellation);

            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.DoesNotContain("sign-in-problem", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    private static string Code(Uri callback) => HttpUtility.ParseQueryString(callback.Query)["code"]!;

    private static async Task RefusedAsync(OpenIdVisit visit, Uri callback, string sentence)
    {
        Assert.Equal(sentence, await visit.ProblemAsync(await visit.ReturnAsync(callback)));
        Assert.False(await visit.IsSignedInAsync());
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        dashboard = await RunningDashboard.StartAsync(folder.Path, settings: provider.Settings(settings));
        await provider.KnowAsync(dashboard.Address);
    }
}
