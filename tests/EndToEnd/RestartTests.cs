using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>
/// The dashboard ends at any moment, in any way: trainers continue, pages return by themselves, nothing is lost or counted twice.
/// </summary>
public sealed class RestartTests(Site site) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private DashboardProcess dashboard = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        dashboard = new DashboardProcess(folder.File("data"));
        await dashboard.StartAsync();
        IBrowserContext context = await site.Browser.NewContextAsync(new()
        {
            StorageState = await Site.SignInAsync(site.Browser, dashboard),
            BaseURL = dashboard.Address.ToString(),
            ViewportSize = new() { Width = 1280, Height = 800 },
        });
        page = await context.NewPageAsync();
        await Site.RegisterAsync(page, site.Study);
    }

    public async ValueTask DisposeAsync()
    {
        await page.Context.DisposeAsync();
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(DashboardProcess.Kill)]
    [InlineData(DashboardProcess.Interrupt)]
    public async Task A_trainer_outlives_the_dashboard_and_is_found_again(int signal)
    {
        // A deep model, so that it still trains when the dashboard has ended, which may take seconds.
        string id = await Site.LaunchAsync(page, Site.Tiny("restart", 400, depth: 6)), run = Path.Combine(dashboard.Results, id);
        await Site.TrainingAsync(page);
        int trainer = (int)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!;

        await dashboard.EndAsync(signal);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.True(DashboardProcess.Signal(trainer, 0), "the trainer ended with the dashboard");
        await dashboard.StartAsync();

        // Without a click: the open page shows the run again, live, to its end.
        await Site.StatusAsync(page, "Finished", seconds: 600);
        Assert.Equal(trainer, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!);
        JsonObject[] epochs = [.. File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => (string?)line["type"] == "epoch")];
        Assert.Equal(Enumerable.Range(0, 400), epochs.Select(epoch => (int)epoch["epoch"]!));
        await page.GetByLabel("Save or list Loss").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Loss as a table" }).ClickAsync();
        await Assertions.Expect(page.Locator("figure").First.Locator("table tbody tr")).ToHaveCountAsync(400);
    }

    [Fact]
    public async Task A_page_whose_circuit_could_not_start_comes_back_by_itself()
    {
        int refused = 0;
        await page.RouteAsync("**/_blazor/negotiate*", route => Interlocked.Increment(ref refused) == 1
            ? route.AbortAsync()
            : route.ContinueAsync());

        await page.GotoAsync("/machine");

        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.True(refused > 1, "the page came without asking for its circuit");
    }

    [Fact]
    public async Task A_half_filled_form_survives_a_restart()
    {
        await Site.GoAsync(page, Site.Tiny("draft", 3));
        ILocator note = page.GetByLabel("Note", new() { Exact = true });
        await note.FillAsync("half a thought");
        await note.BlurAsync();
        await page.WaitForTimeoutAsync(1000);

        await dashboard.EndAsync(DashboardProcess.Kill);
        await page.WaitForTimeoutAsync(2000);
        await dashboard.StartAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Launch" })).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByLabel("Note", new() { Exact = true }))
            .ToHaveValueAsync("half a thought", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_trainer_that_is_killed_is_started_again_and_finishes()
    {
        string id = await Site.LaunchAsync(page, Site.Tiny("killed", 300)), run = Path.Combine(dashboard.Results, id);
        await Assertions.Expect(page.GetByText(new Regex("Epoch ([5-9]|[1-9][0-9]) of 300")).First)
            .ToBeVisibleAsync(new() { Timeout = 120_000 });
        int trainer = (int)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!;

        Assert.True(DashboardProcess.Signal(trainer, DashboardProcess.Kill));
        await Site.StatusAsync(page, "Finished", seconds: 180);

        Assert.NotEqual(trainer, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!);
        Assert.Contains(File.ReadLines(Path.Combine(run, "metrics.jsonl")), line => line.Contains("\"resumed\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_dashboard_on_the_folder_and_bad_settings_end_with_one_line()
    {
        await using DashboardProcess second = new(folder.File("data"));
        (int code, string said) = await second.RefuseAsync();
        Assert.Equal(2, code);
        Assert.Contains("another dashboard", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);

        await using DashboardProcess wrong = new(folder.File("other"), new() { ["Angioboard__QuietMinutes"] = "soon" });
        (code, said) = await wrong.RefuseAsync();
        Assert.Equal(2, code);
        Assert.Contains("QuietMinutes", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
