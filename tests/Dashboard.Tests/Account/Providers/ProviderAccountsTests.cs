using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account.Providers;

/// <summary>People whom a provider's groups give no role any more.</summary>
public sealed class ProviderAccountsTests : IAsyncLifetime
{
    private static readonly RoleMapping mapping = new() { Administrator = ["chiefs"], Researcher = ["lab"] };

    private readonly TemporaryFolder folder = new();
    private RunningDashboard dashboard = null!;

    private UserStore Users => dashboard.Services.GetRequiredService<UserStore>();

    private SessionStore Sessions => dashboard.Services.GetRequiredService<SessionStore>();

    private TokenStore Tokens => dashboard.Services.GetRequiredService<TokenStore>();

    public async ValueTask InitializeAsync() => dashboard = await RunningDashboard.StartAsync(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void Who_is_in_no_group_any_more_loses_the_role_the_sessions_and_the_tokens()
    {
        Enter("grace", "chiefs");
        (string session, string token) = Use(Enter("ada", "chiefs"));

        Assert.Throws<NotAllowedException>(() => Enter("ada"));
        string stamp = Users.Find("ada")!.Stamp;
        Assert.Throws<NotAllowedException>(() => Enter("ada"));

        Assert.Equal(Roles.Viewer, Users.Find("ada")!.Role);
        Assert.Null(Sessions.Use(session, null));
        Assert.Null(Tokens.Use(token, "192.0.2.9").User);
        Assert.Contains(Audited(), entry => entry is { Action: AuditActions.UserRole, Target: "ada",
            Detail: "administrator to viewer, by the proxy" });
        Assert.Contains(Audited(), entry => entry is { Action: AuditActions.TokenRevoke, Target: "ada: all tokens" });
        // There was nothing left to end.
        Assert.Equal(stamp, Users.Find("ada")!.Stamp);
    }

    [Fact]
    public void A_viewer_who_is_in_no_group_any_more_loses_the_sessions_and_the_tokens()
    {
        User ada = Enter("ada", "lab");
        Users.Change(Actor.Server, "ada", user => user with { Role = Roles.Viewer });
        (string session, string token) = Use(Users.Find(ada.Name)!);

        Assert.Throws<NotAllowedException>(() => Enter("ada"));

        Assert.Null(Sessions.Use(session, null));
        Assert.Null(Tokens.Use(token, "192.0.2.9").User);
    }

    [Fact]
    public void The_last_administrator_keeps_the_role_but_neither_sessions_nor_tokens()
    {
        (string session, string token) = Use(Enter("ada", "chiefs"));

        NotAllowedException refusal = Assert.Throws<NotAllowedException>(() => Enter("ada"));

        Assert.Contains("it is the last administrator", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Roles.Administrator, Users.Find("ada")!.Role);
        Assert.Null(Sessions.Use(session, null));
        Assert.Null(Tokens.Use(token, "192.0.2.9").User);
        Assert.Contains(Audited(), entry => entry is { Action: AuditActions.UserRole, Target: "ada", Outcome: AuditOutcome.Refused });
    }

    private User Enter(string name, params string[] groups) => dashboard.Services.GetRequiredService<ProviderAccounts>().Enter(
        new ProviderUser
        {
            Identity = new ProviderIdentity(ProviderIdentity.Proxy, name), Provider = "the proxy", Name = name, Groups = groups,
        }, mapping, RoleMapping.None);

    private (string Session, string Token) Use(User user) => (Sessions.Begin(user, "Firefox on Linux", "192.0.2.9"),
        Tokens.Create(dashboard.ActorOf(user.Name), "laptop", user.Role, DateTimeOffset.UtcNow.AddDays(1)));

    private IEnumerable<AuditEntry> Audited() => dashboard.Services.GetRequiredService<AuditReader>()
        .All(new AuditQuery(), TestContext.Current.CancellationToken);
}
