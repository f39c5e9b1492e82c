using System.Security.Claims;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.Account;

public sealed class UsersPageTests
{
    [Fact]
    public async Task An_account_is_connected_with_the_name_that_the_proxy_uses()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings:
        [
            ("ProxySignIn:Header", "X-Remote-User"), ("ProxySignIn:From:0", "127.0.0.1"), ("ProxySignIn:RoleHeader", "X-Remote-Groups"),
            ("ProxySignIn:Roles:Researcher:0", "lab"),
        ]);
        dashboard.AddUser("grace", Roles.Administrator, "correct horse");
        dashboard.AddUser("Alice", Roles.Researcher, "correct horse");
        UserStore users = dashboard.Services.GetRequiredService<UserStore>();
        await using BunitContext context = new();
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.Services.AddScoped<PageActor>();
        context.AddAuthorization().SetAuthorized("grace").SetRoles(Roles.Administrator).SetPolicies(Policies.IsAdministrator)
            .SetClaims(new Claim("stamp", users.Find("grace")!.Stamp));
        context.Services.AddFallbackServiceProvider(dashboard.Services);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        IRenderedComponent<MudDialogProvider> dialogs = context.Render<MudDialogProvider>();
        IRenderedComponent<UsersPage> page = context.Render<UsersPage>();

        Task clicked = page.Find("[aria-label='Connect Alice with the proxy']").ClickAsync(new());
        dialogs.WaitForElement("input");
        string text = dialogs.Markup;
        string? offered = dialogs.Find("input").GetAttribute("value");
        dialogs.Find("input").Input("alice");
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Connect").Click();
        await clicked;

        Assert.Equal("Alice", offered);
        Assert.Contains("Alice has the role that the proxy's groups give", text.Replace("&#x27;", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal((new ProviderIdentity(ProviderIdentity.Proxy, "alice"), null),
            (users.Find("Alice")!.Provider, users.Find("Alice")!.PasswordHash));
    }
}
