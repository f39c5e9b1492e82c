using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Troubles;

/// <summary>The dashboard while its disk is full, and after space was freed.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const string Sentence = "The database cannot be written: the disk is full.";

    private readonly TemporaryFolder folder = new();
    private SmallDisk disk = null!;
    private RunningDashboard dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        disk = new SmallDisk(folder.File("data"), 8192);
        dashboard = await RunningDashboard.StartAsync(disk.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        disk.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Health_and_every_page_report_it_until_it_is_over()
    {
        Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Administrator);
        Assert.Equal((HttpStatusCode.OK, "ok", null), await HealthAsync(browser));
        disk.Fill();

        await UntilAsync(async () => (await HealthAsync(browser)).Status == "degraded");
        (HttpStatusCode code, string? _, string? reason) = await HealthAsync(browser);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.StartsWith(Sentence, reason, StringComparison.Ordinal);
        foreach (string page in new[] { "", "machine", "users", "datasets", "new" })
            Assert.Contains(Sentence, await browser.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Throws<DatabaseTroubleException>(() => dashboard.Services.GetRequiredService<UserStore>()
            .Change(Actor.Owner("root"), "ada", user => user with { Webhook = "https://example.org" }));

        // A user who wants to see what is wrong can sign in.
        Browser another = dashboard.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await RunningDashboard.SignInAsync(another, "ada", "correct horse")).StatusCode);
        Assert.Contains(Sentence, await another.GetStringAsync("machine", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        disk.Free();
        await UntilAsync(async () => (await HealthAsync(browser)).Status == "ok");
        Assert.DoesNotContain(Sentence, await browser.GetStringAsync("machine", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Code, string? Status, string? Reason)> HealthAsync(Browser browser)
    {
        using HttpResponseMessage answer = await browser.GetAsync("health", TestContext.Current.CancellationToken);
        JsonNode told = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (answer.StatusCode, (string?)told["status"], (string?)told["reason"]);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; !await condition(); i++)
        {
            Assert.True(i < 600, "it did not happen");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
