using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account;

/// <summary>Names that differ by the form of a letter only: the two small sigmas have one capital, and K is also the Kelvin sign.</summary>
public sealed class AlikeNamesTests
{
    private const string Final = "αλεξης", Medial = "αλεξησ";

    [Fact]
    public async Task A_new_account_may_not_have_a_name_like_anothers()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        ProviderAccounts accounts = dashboard.Services.GetRequiredService<ProviderAccounts>();
        users.Add(Actor.Server, new User { Name = Final, Role = Roles.Administrator });

        InputException taken = Assert.Throws<InputException>(
            () => users.Add(Actor.Server, new User { Name = Medial, Role = Roles.Viewer }));
        InputException provided = Assert.Throws<InputException>(() => accounts.Enter(new ProviderUser
        {
            Identity = new ProviderIdentity(ProviderIdentity.Proxy, Medial), Provider = "the proxy", Name = Medial, Groups = [],
        }, new RoleMapping(), Roles.Viewer));

        Assert.Contains($"there is a user {Final}", taken.Message, StringComparison.Ordinal);
        Assert.Contains("belongs to another account", provided.Message, StringComparison.Ordinal);
        Assert.Single(users.All());
        Assert.Equal((true, true, false, true), (UserStore.IsSame("Ada", "aDA"), UserStore.IsSame("\u212Aate", "kate"),
            UserStore.IsSame(Final, Medial), UserStore.AreAlike("\u212AATE", "kate")));
    }

    [Fact]
    public async Task Accounts_of_alike_names_from_before_stay_apart()
    {
        using TemporaryFolder folder = new();
        using (Database database = Database.Open(folder.Path))
        {
            foreach (string name in new[] { Final, Medial })
                database.Collection<User>("users").Put(name, new User { Name = name, Role = Roles.Administrator });
        }
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        SessionStore sessions = dashboard.Services.GetRequiredService<SessionStore>();
        TokenStore tokens = dashboard.Services.GetRequiredService<TokenStore>();

        string session = sessions.Begin(users.Find(Final)!, "Firefox on Linux", "192.0.2.9");
        tokens.Create(dashboard.ActorOf(Final), "laptop", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));
        sessions.EndOthers(dashboard.ActorOf(Medial), null);

        Assert.Equal(2, users.All().Count);
        Assert.Empty(sessions.Of(Medial));
        Assert.Empty(tokens.Of(Medial));
        Assert.Equal(Final, sessions.Use(session, null)!.Name);
        Assert.Single(tokens.Of(Final));
    }
}
