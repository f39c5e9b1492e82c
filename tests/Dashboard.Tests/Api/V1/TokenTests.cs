using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>Tokens: whom they let in, what they may do, and when they end.</summary>
public sealed class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_the_api_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using ApiClient ada = dashboard.Api("ada", Roles.Administrator);

        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("api/v1/openapi.json", Cancellation)).StatusCode);
        foreach (string page in new[] { "", "account", "users", "audit.csv", "runs.csv", "hangfire" })
            Assert.Equal("/sign-in", (await ada.GetAsync(page, Cancellation)).Headers.Location?.OriginalString.Split('?')[0]);
        foreach (string part in new[] { "_blazor/negotiate?negotiateVersion=1", "api/runs/a/Train_1/artifacts.zip" })
            Assert.Equal(HttpStatusCode.Unauthorized,
                (part.StartsWith('_') ? await ada.PostAsync(part, null, Cancellation) : await ada.GetAsync(part, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData(null, "Send a token that you made on the page Account")]
    [InlineData("Bearer angio_AAAA", "The token is not known")]
    [InlineData("Bearer ", "is not one token")]
    [InlineData("Basic YWRhOmFkYQ==", "is not one token")]
    public async Task What_is_no_token_is_refused_in_problem_details(string? header, string says)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using HttpClient nobody = dashboard.Browser();
        if (header is not null) nobody.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        HttpResponseMessage answer = await nobody.GetAsync("api/v1/csrf", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Contains(says, await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_a_bad_token_does_not_fall_back_to_the_browsers_cookie()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser ada = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        HttpStatusCode before = (await ada.GetAsync("api/v1/csrf", Cancellation)).StatusCode;
        ada.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "angio_nonsense");

        HttpResponseMessage answer = await ada.GetAsync("api/v1/csrf", Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before, answer.StatusCode));
    }

    [Theory]
    [InlineData("revoked", "The token is not known: it was revoked")]
    [InlineData("revoked by an administrator", "The token is not known: it was revoked")]
    [InlineData("disabled", "The account ada is disabled")]
    [InlineData("disabled and enabled again", "was disabled meanwhile")]
    public async Task A_token_ends_at_once(string how, string says)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using ApiClient ada = dashboard.Api("ada", Roles.Researcher);
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        HttpStatusCode before = (await ada.GetAsync("api/v1/csrf", Cancellation)).StatusCode;

        if (how == "revoked") tokens.Revoke(dashboard.ActorOf("ada"), Assert.Single(tokens.Of("ada")).Id);
        else if (how == "revoked by an administrator")
        {
            dashboard.AddUser("adam", Roles.Administrator, "correct horse");
            tokens.RevokeAll(dashboard.ActorOf("adam"), "ada");
        }
        else users.Change(Actor.Server, "ada", user => user with { Disabled = true });
        if (how == "disabled and enabled again") users.Change(Actor.Server, "ada", user => user with { Disabled = false });
        HttpResponseMessage answer = await ada.GetAsync("api/v1/csrf", Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before, answer.StatusCode));
        Assert.Contains(says, await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_has_the_lower_of_its_own_role_and_its_owners_at_that_moment()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Administrator, "correct horse");
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
        string low = tokens.Create(dashboard.ActorOf("ada"), "low", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));
        string high = tokens.Create(dashboard.ActorOf("ada"), "high", Roles.Administrator, DateTimeOffset.UtcNow.AddDays(1));
        dashboard.AddUser("eve", Roles.Administrator, "correct horse");

        string?[] before = [tokens.Use(low, "here").User?.Role, tokens.Use(high, "here").User?.Role];
        dashboard.Services.GetRequiredService<Passwords>().Set(dashboard.ActorOf("ada"), "ada", "another horse");
        users.Change(Actor.Server, "ada", user => user with { Role = Roles.Researcher });
        string?[] after = [tokens.Use(low, "here").User?.Role, tokens.Use(high, "here").User?.Role];
        NotAllowedException refused = Assert.Throws<NotAllowedException>(() => users.Rights.Require(
            Actor.ByToken("ada", tokens.Of("ada").Single(token => token.Name == "high").Id, "high", "here"), Roles.Administrator,
            AuditActions.UserAdd, "x"));

        Assert.Equal([Roles.Viewer, Roles.Administrator], before);
        Assert.Equal([Roles.Viewer, Roles.Researcher], after);
        Assert.StartsWith("Your role, researcher, does not allow this", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_revoked_stays_so_when_an_older_backup_is_restored()
    {
        using TemporaryFolder folder = new();
        string secret, kept, backup = folder.File("backup.db"), data = folder.File("data");
        await using (RunningDashboard dashboard = await RunningDashboard.StartAsync(data))
        {
            using ApiClient ada = dashboard.Api("ada", Roles.Viewer);
            TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
            secret = ada.Token;
            kept = tokens.Create(dashboard.ActorOf("ada"), "kept", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));
            dashboard.Services.GetRequiredService<Database>().Backup(backup);
            tokens.Revoke(dashboard.ActorOf("ada"), tokens.Of("ada").Single(token => token.Name != "kept").Id);
        }
        File.Delete(Path.Combine(data, "angioboard-log.db"));
        File.Copy(backup, Database.PathIn(data), overwrite: true);

        await using RunningDashboard again = await RunningDashboard.StartAsync(data);
        TokenStore restored = again.Services.GetRequiredService<TokenStore>();

        Assert.Equal((false, true), (restored.Use(secret, "here").User is not null, restored.Use(kept, "here").User is not null));
    }

    [Fact]
    public async Task Neither_the_database_nor_the_log_has_a_token_that_can_be_used()
    {
        using TemporaryFolder folder = new();
        string secret;
        await using (RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path))
        {
            using ApiClient ada = dashboard.Api("ada", Roles.Viewer);
            await ada.GetAsync("api/v1/csrf", Cancellation);
            secret = ada.Token;
        }

        Assert.Equal(6 + 43, secret.Length);
        foreach (string file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secret[6..], await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_new_token_may_not_be_is_said_by_field()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Limits:Tokens", "1"));
        dashboard.AddUser("ada", Roles.Researcher, "correct horse");
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
        tokens.Create(dashboard.ActorOf("ada"), "laptop", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));

        InputException refused = Assert.Throws<InputException>(() =>
            tokens.Create(dashboard.ActorOf("ada"), "Laptop", Roles.Administrator, DateTimeOffset.UtcNow.AddDays(366)));
        InputException empty = Assert.Throws<InputException>(() =>
            tokens.Create(dashboard.ActorOf("ada"), "\u202Ex", "king", DateTimeOffset.UtcNow.AddMinutes(-1)));

        Assert.Equal(
            ["name: you have a token Laptop", "role: yours is researcher", "expires: a token is valid for 365 days", "You have 1 tokens"],
            refused.Problems.Select(problem => problem.Split(',', ';')[0].Replace(" at most", "", StringComparison.Ordinal)));
        Assert.Equal(["name: give", "role: \"king\"", "expires: is"],
            empty.Problems.Take(3).Select(problem => string.Join(' ', problem.Split(' ')[..2])));
        Assert.Single(tokens.Of("ada"));
    }

    [Fact]
    public async Task A_token_makes_no_token()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using ApiClient ada = dashboard.Api("ada", Roles.Administrator);
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
        Actor program = Actor.ByToken("ada", Assert.Single(tokens.Of("ada")).Id, "test", "here");

        Assert.Throws<NotAllowedException>(() => tokens.Create(program, "child", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1)));
    }

    [Fact]
    public async Task The_audit_log_names_the_token()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using ApiClient ada = dashboard.Api("ada", Roles.Viewer);
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();
        Actor program = Actor.ByToken("ada", Assert.Single(tokens.Of("ada")).Id, "test", "here");
        using Browser adam = await dashboard.BrowserOfAsync("adam", Roles.Administrator);

        Assert.Throws<NotAllowedException>(() =>
            dashboard.Services.GetRequiredService<Rights>().Require(program, Roles.Researcher, AuditActions.RunLaunch, "e"));
        tokens.RevokeAll(dashboard.ActorOf("adam"), "ada");
        await ada.GetAsync("api/v1/csrf", Cancellation);
        string csv = await adam.GetStringAsync("audit.csv?text=test", Cancellation);

        Assert.Contains(",ada,here,run.launch,e,refused,", csv, StringComparison.Ordinal);
        Assert.Contains(",test\n", csv, StringComparison.Ordinal);
        string all = await adam.GetStringAsync("audit.csv?action=token", Cancellation);
        Assert.Contains("token.create", all, StringComparison.Ordinal);
        Assert.Contains("token.revoke,ada: all tokens,done", all, StringComparison.Ordinal);
        Assert.Contains("token.use,,refused", all, StringComparison.Ordinal);
    }
}
