using System.Net;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Tests.RunDetails;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Audit;

public sealed class AuditPageTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_shown_from_the_newest_in_parts_and_names_stay_text()
    {
        await using RunPageContext context = new(Roles.Administrator);
        AuditLog log = context.Services.GetRequiredService<AuditLog>();
        for (int i = 0; i < 120; i++) log.Write("ada", "192.0.2.7", AuditActions.RunStop, $"demo/Train_{i}");
        log.Write("<b>eve</b>", "192.0.2.8", AuditActions.SignIn, "", "wrong password", AuditOutcome.Refused);

        IRenderedComponent<AuditPage> page = Page(context, "audit");

        AngleSharp.Dom.IElement newest = page.FindAll("tbody tr")[0];
        Assert.Equal(100, page.FindAll("tbody tr").Count);
        Assert.Equal(["<b>eve</b>", "192.0.2.8", "sign-in", "", "refused", "wrong password"], newest.QuerySelectorAll("td").Skip(1)
            .Select(cell => cell.TextContent.Trim()));
        Assert.Equal("The newest 100", page.Find(".paging [role=status]").TextContent);
        string older = page.FindAll(".paging a").Single(link => link.TextContent.Trim() == "Older").GetAttribute("href")!;
        IRenderedComponent<AuditPage> next = Page(context, older);
        Assert.Equal(21, next.FindAll("tbody tr").Count);
        Assert.Equal("The last 21", next.Find(".paging [role=status]").TextContent);
    }

    [Fact]
    public async Task The_filter_is_in_the_address_and_in_the_csvs_address()
    {
        await using RunPageContext context = new(Roles.Administrator);
        AuditLog log = context.Services.GetRequiredService<AuditLog>();
        log.Write("ada", "192.0.2.7", AuditActions.RunDelete, "demo/Train_1");
        log.Write("bob", "192.0.2.7", AuditActions.RunDelete, "demo/Train_2");

        IRenderedComponent<AuditPage> page = Page(context, "audit?user=bob&action=run&from=2020-01-01");
        string csv = page.FindAll(".paging a").Single(link => link.TextContent.Contains("CSV", StringComparison.Ordinal))
            .GetAttribute("href")!;
        string found = page.Find(".paging [role=status]").TextContent;
        page.FindAll(".filters input")[2].Change("Train_1");
        await page.Find("form").SubmitAsync();

        Assert.Equal("bob", page.FindAll(".filters input")[0].GetAttribute("value"));
        Assert.Equal("1 entry", found);
        Assert.Equal("audit.csv?user=bob&action=run&from=2020-01-01", csv);
        Assert.EndsWith("audit?user=bob&action=run&text=Train_1&from=2020-01-01", context.Services
            .GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    public async Task It_is_for_administrators_and_other_attempts_are_logged(string role)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", role);

        foreach (string path in new[] { "audit", "audit.csv", "users" })
        {
            HttpResponseMessage answer = await browser.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Contains("not-allowed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(
            [("ada", "/audit"), ("ada", "/audit.csv"), ("ada", "/users")],
            Entries(dashboard, new AuditQuery { Action = AuditActions.PageOpen, Outcome = AuditOutcome.Refused })
                .Select(entry => (entry.User, entry.Target)));
    }

    [Fact]
    public async Task The_csv_has_all_entries_found_and_no_formula()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Administrator);
        AuditLog log = dashboard.Services.GetRequiredService<AuditLog>();
        for (int i = 0; i < 3000; i++) log.Write("=HYPERLINK(\"http://x\")", "192.0.2.7", AuditActions.SignIn, "a, b", "one\ntwo",
            AuditOutcome.Refused);

        HttpResponseMessage answer = await browser.GetAsync("audit.csv?action=sign-in&outcome=refused", Cancellation);
        string[] lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("Z,");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith("time,user,from,action,target,outcome,detail,token\n", lines[0], StringComparison.Ordinal);
        Assert.Equal(3001, lines.Length);
        Assert.StartsWith("\"'=HYPERLINK(\"\"http://x\"\")\",192.0.2.7,sign-in,\"a, b\",refused,\"one\ntwo\",\n", lines[1],
            StringComparison.Ordinal);
        Assert.Equal("?action=sign-in&outcome=refused",
            Assert.Single(Entries(dashboard, new AuditQuery { Action = AuditActions.AuditExport })).Detail);
    }

    [Fact]
    public async Task Administrators_see_on_every_page_that_the_log_cannot_be_written()
    {
        await using RunPageContext context = new(Roles.Administrator);
        AuditLog log = context.Services.GetRequiredService<AuditLog>();
        IRenderedComponent<AuditTrouble> banner = context.Render<AuditTrouble>();
        Assert.Empty(banner.FindAll(".mud-alert"));
        File.WriteAllText(log.Folder, "in the folder's place");

        log.Write("ada", "192.0.2.7", AuditActions.RunStop, "demo/Train_1");

        banner.WaitForAssertion(() => Assert.Contains("The audit log", banner.Find(".mud-alert").TextContent, StringComparison.Ordinal));
        File.Delete(log.Folder);
        log.Retry();
        banner.WaitForAssertion(() => Assert.Empty(banner.FindAll(".mud-alert")));
    }

    [Fact]
    public async Task Each_download_is_logged_once()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        string run = Directory.CreateDirectory(Path.Combine(folder.Path, "results", "e", "Train_1")).FullName;
        File.WriteAllBytes(Path.Combine(run, "best.ckpt"), new byte[1000]);
        File.WriteAllText(Path.Combine(run, "settings.json"), "{}");
        dashboard.Services.GetRequiredService<Jobs.Runs.RunStore>().Add(new Jobs.Runs.Run
        {
            Id = "e/Train_1", Key = 1, Folder = run, Owner = "ada", Settings = new Core.Settings.RunSettings(), SettingsHash = "",
            Created = DateTimeOffset.UnixEpoch,
        });

        // In either order of the parts.
        foreach ((long from, long to) in new[] { (500L, 999L), (0L, 499L) })
        {
            using HttpRequestMessage part = new(HttpMethod.Get, "api/runs/e/Train_1/artifacts/best.ckpt");
            part.Headers.Range = new(from, to);
            Assert.Equal(HttpStatusCode.PartialContent, (await browser.SendAsync(part, Cancellation)).StatusCode);
        }
        using HttpRequestMessage zip = new(HttpMethod.Get, "api/runs/e/Train_1/artifacts.zip");
        zip.Headers.Range = new(1, null);
        await browser.SendAsync(zip, Cancellation);
        await browser.GetAsync("runs.csv?q=x", Cancellation);
        await browser.GetAsync("api/runs/e/Train_1/exams/a/frames/0?whole=true", Cancellation);

        Assert.Equal(
            [
                ("ada", "result.download", "e/Train_1", "best.ckpt", AuditOutcome.Done),
                ("ada", "result.download", "e/Train_1", "all files", AuditOutcome.Done),
                ("ada", "run-list.export", "runs.csv", "?q=x", AuditOutcome.Done),
                ("ada", "frame.whole", "e/Train_1", "a", AuditOutcome.Refused),
            ],
            Entries(dashboard, new AuditQuery { Text = "127.0.0.1" })
                .Where(entry => entry.Action is not (AuditActions.SignIn or AuditActions.UserPassword))
                .Select(entry => (entry.User, entry.Action, entry.Target, entry.Detail, entry.Outcome)));
    }

    [Fact]
    public async Task Signing_in_works_while_the_log_cannot_be_written()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        dashboard.AddUser("ada", Roles.Administrator, "correct horse");
        AuditLog log = dashboard.Services.GetRequiredService<AuditLog>();
        Directory.Delete(log.Folder, recursive: true);
        File.WriteAllText(log.Folder, "in the folder's place");

        using Browser browser = dashboard.Browser();
        HttpResponseMessage answer = await RunningDashboard.SignInAsync(browser, "ada", "correct horse");
        HttpResponseMessage health = await browser.GetAsync("health", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.NotNull(log.Failure);
        Assert.Contains("degraded", await health.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        File.Delete(log.Folder);
        log.Retry();
        Assert.Contains(Entries(dashboard, new AuditQuery { Action = AuditActions.SignIn }),
            entry => entry is { User: "ada", Outcome: AuditOutcome.Done });
    }

    private static IRenderedComponent<AuditPage> Page(RunPageContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        IRenderedComponent<AuditPage> page = context.Render<AuditPage>();
        page.WaitForElement(".paging");
        return page;
    }

    private static AuditEntry[] Entries(RunningDashboard dashboard, AuditQuery query) =>
        [.. new AuditReader(dashboard.Services.GetRequiredService<AuditLog>()).All(query, Cancellation).Reverse()];
}
