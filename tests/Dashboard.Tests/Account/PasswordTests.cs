using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("short", "The password has 5 characters")]
    [InlineData("1234567890", "is a common one")]
    [InlineData("Password123!", "is a common one")]
    [InlineData("P4ssw0rd2026", "is a common one")]
    [InlineData("qwertyuiop", "is a common one")]
    [InlineData("abababababab", "too few different characters")]
    [InlineData("ada.lovelace1", "little more than a name")]
    [InlineData("Angioboard2026", "little more than a name")]
    public async Task A_common_password_is_refused(string password, string expected)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada.lovelace", Roles.Viewer, "correct horse");

        InputException refusal = Assert.Throws<InputException>(() => dashboard.Services.GetRequiredService<Passwords>()
            .Set(Actor.Server, "ada.lovelace", password));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_with_fewer_rounds_is_renewed_at_the_next_sign_in()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        string old = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 }))
            .HashPassword(new User { Name = "ada", Role = Roles.Viewer }, "correct horse");
        users.Add(Actor.Server, new User { Name = "ada", Role = Roles.Viewer, PasswordHash = old });

        User? user = dashboard.Services.GetRequiredService<Passwords>().Check("ada", "correct horse");

        Assert.NotNull(user);
        Assert.Equal(210_000, Rounds(users.Find("ada")!.PasswordHash!));
        Assert.Equal(100_000, Rounds(old));
        Assert.NotNull(dashboard.Services.GetRequiredService<Passwords>().Check("ada", "correct horse"));
    }

    [Fact]
    public void Generated_passwords_are_accepted() => Assert.All(
        Enumerable.Range(0, 1000).Select(_ => Passwords.Random()), password => Assert.Null(CommonPasswords.Problem(password, "ada")));

    private static int Rounds(string hash) =>
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5, 4));
}
