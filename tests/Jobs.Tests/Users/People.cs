using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Users;

/// <summary>A test's own accounts.</summary>
internal static class People
{
    /// <summary>The accounts of a database, with an audit log.</summary>
    public static UserStore Of(Database database, string dataFolder) =>
        new(database, new AuditLog(new AngioboardOptions { DataFolder = dataFolder }, TimeProvider.System), new Revocations());

    /// <summary>A signed-in account.</summary>
    public static Actor SignIn(this UserStore users, string name, string role)
    {
        if (users.Find(name) is null) users.Add(Actor.Server, new User { Name = name, Role = role });
        return Actor.Account(name, users.Find(name)!.Stamp, "192.0.2.7");
    }
}
