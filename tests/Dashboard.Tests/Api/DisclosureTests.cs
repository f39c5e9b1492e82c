using Angioboard.Core;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Api;

/// <summary>What strangers and viewers can see of the server.</summary>
public sealed class DisclosureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strangers_learn_no_version()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser stranger = dashboard.Browser();
        using Browser viewer = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        Assert.Equal("{\"status\":\"ok\"}", await stranger.GetStringAsync("health", Cancellation));
        Assert.Contains(ProductVersion.Number, await viewer.GetStringAsync("health", Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(ProductVersion.Number, await stranger.GetStringAsync("sign-in", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Viewer, false)]
    [InlineData(Roles.Researcher, true)]
    public async Task Folders_of_the_server_are_shown_only_to_users_who_may_launch(string role, bool told)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", role);

        string page = await browser.GetStringAsync("about", Cancellation);

        Assert.Equal((told, told),
            (page.Contains(folder.Path, StringComparison.Ordinal), page.Contains("LiteDB", StringComparison.Ordinal)));
        Assert.Contains("Angioboard", page, StringComparison.Ordinal);
    }
}
