using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The users, for administrators: no hashes, and no addresses that notices go to.</summary>
internal static class UsersReading
{
    public static void MapUsers(this RouteGroupBuilder api) => api.MapGet("/users",
            (UserStore users) => new UserListDocument([.. users.All().Select(user =>
                new UserDocument(user.Name, user.Role, user.Disabled, user.PasswordHash is not null, user.MustChangePassword))]))
        .RequireAuthorization(Policies.IsAdministrator).WithTags(ReadingRoutes.Tag).WithSummary("List the users, for administrators");
}
