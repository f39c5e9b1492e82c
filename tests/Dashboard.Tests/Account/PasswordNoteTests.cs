using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class PasswordNoteTests
{
    [Fact]
    public async Task A_user_without_a_password_is_asked_for_one_on_every_page_but_the_one_that_sets_it()
    {
        DatasetsContext context = new();
        UserStore users = context.Services.GetRequiredService<UserStore>();
        NavigationManager navigation = context.Services.GetRequiredService<NavigationManager>();

        string asked = context.Render<PasswordNote>().Markup;
        navigation.NavigateTo("account");
        string there = context.Render<PasswordNote>().Markup;
        navigation.NavigateTo("");
        users.Change(Actor.Owner("ada"), "ada", user => user with { Provider = new ProviderIdentity("https://login.example.org", "17") });
        string elsewhere = context.Render<PasswordNote>().Markup;
        users.Change(Actor.Owner("ada"), "ada", user => user with { Provider = null, PasswordHash = "x" });
        string after = context.Render<PasswordNote>().Markup;

        Assert.Contains("Set a password now; the link that signed you in works once.", asked, StringComparison.Ordinal);
        Assert.Empty(there.Trim());
        Assert.Empty(elsewhere.Trim());
        Assert.Empty(after.Trim());
        await context.EndAsync();
    }
}
