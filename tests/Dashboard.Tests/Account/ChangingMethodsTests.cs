using System.Reflection;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Account;

/// <summary>
/// Every changing method that a page or endpoint can call takes an actor, and each call checks what that account may do at that moment. New
/// methods must be listed: as changing, with the lowest role that may call them, or as only reading.
/// </summary>
public sealed class ChangingMethodsTests
{
    [Fact]
    public async Task Every_method_without_an_actor_is_known_to_be_harmless()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();

        string[] untold =
            [.. services.Methods().Where(method => !TakesActor(method)).Select(NameOf).Distinct().Except(HarmlessMethods.All)];

        Assert.True(untold.Length == 0,
            $"These take no Actor; let them, or tell in HarmlessMethods why they need none:\n{string.Join('\n', untold)}");
    }

    [Fact]
    public async Task Every_listed_harmless_method_exists()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();

        Assert.Empty(HarmlessMethods.All.Except(services.Methods().Select(NameOf)));
    }

    [Fact]
    public async Task Every_method_that_takes_an_actor_is_tried_here()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();

        string[] changing = [.. services.Methods().Where(TakesActor).Select(NameOf).Distinct().Except(HarmlessMethods.OfActors)
            .Order(StringComparer.Ordinal)];

        Assert.Equal(changing, ChangingMethods.All.Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("with another password since")]
    [InlineData("nobody")]
    public async Task A_removed_disabled_or_signed_out_account_changes_nothing(string account)
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        Actor actor = account switch
        {
            "disabled" => services.Disabled(),
            "deleted" => Actor.Account("gone", "stamp", "192.0.2.9"),
            "nobody" => Actor.Account("", "", "192.0.2.9"),
            _ => services.WithAnotherPassword(),
        };
        string before = services.Everything();

        foreach (ChangingMethod method in ChangingMethods.All)
        {
            NotAllowedException refused = await Assert.ThrowsAsync<NotAllowedException>(() => method.CallAsync(services, actor));
            Assert.Contains("so nothing was done", Assert.Single(refused.Problems), StringComparison.Ordinal);
            Assert.Equal(before, services.Everything());
        }
        Assert.Equal(ChangingMethods.All.Count, services.AuditLines()
            .Count(line => line.Contains("\"outcome\":\"refused\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    [InlineData(Roles.Administrator)]
    public async Task A_role_can_do_what_it_may_and_nothing_else(string role)
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        Actor actor = services.Account(role, role);

        foreach (ChangingMethod method in ChangingMethods.All.Where(method => !Roles.Includes(role, method.Role)))
        {
            string before = services.Everything();
            NotAllowedException refused = await Assert.ThrowsAsync<NotAllowedException>(() => method.CallAsync(services, actor));
            Assert.StartsWith($"Your role, {role}, does not allow this", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, services.Everything());
        }
        foreach (ChangingMethod method in ChangingMethods.All.Where(method => Roles.Includes(role, method.Role)))
        {
            await using ServicesOfAll fresh = await ServicesOfAll.CreateAsync();
            string before = fresh.Everything();
            try
            {
                await method.CallAsync(fresh, fresh.Account(role, role));
            }
            catch (Core.InputException e) when (e is not NotAllowedException && method.Idle)
            {
                continue; // Nothing trains here, so the method itself refuses, not the rights.
            }
            Assert.True(method.Idle || before != fresh.Everything(), $"{method.Name} changed nothing for a {role}");
        }
    }

    [Fact]
    public async Task Only_owners_and_administrators_change_what_belongs_to_a_user()
    {
        await using ServicesOfAll services = await ServicesOfAll.CreateAsync();
        Actor other = services.Account("rita", Roles.Researcher);
        services.Get<Jobs.Machine.Reservations>()
            .Reserve(services.Account("ada", Roles.Researcher), "cpu", DateTimeOffset.UtcNow.AddHours(1));
        string before = services.Everything();

        foreach (string name in new[] { "DatasetRegistration.Remove", "Reservations.Release", "RunControl.Move" })
            await Assert.ThrowsAsync<NotAllowedException>(() => ChangingMethods.All.Single(method => method.Name == name)
                .CallAsync(services, other));
        Assert.Throws<NotAllowedException>(() => services.Get<UserStore>()
            .ChangeOwn(other, user => user with { Role = Roles.Administrator }));

        Assert.Equal(before, services.Everything());
    }

    private static bool TakesActor(MethodInfo method) => method.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(Actor);

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
