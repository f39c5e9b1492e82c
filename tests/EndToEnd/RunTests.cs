using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd;

/// <summary>A run from the form to its results.</summary>
public sealed class RunTests(Site site)
{
    [Fact]
    public async Task A_run_is_launched_from_the_form_watched_and_its_predictions_downloaded_byte_for_byte()
    {
        IPage page = await site.OpenAsync("/");
        string id = await Site.LaunchAsync(page, Site.Tiny("watched", 40));

        // The loss chart's own table holds the points as they come.
        await page.GetByLabel("Save or list Loss").ClickAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Loss as a table" }).ClickAsync();
        ILocator points = page.Locator("figure").First.Locator("table tbody tr");
        await Assertions.Expect(points.Nth(2)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        int before = await points.CountAsync();
        await Assertions.Expect(points.Nth(before)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Site.StatusAsync(page, "Finished");
        await Assertions.Expect(points).ToHaveCountAsync(40);

        // A chart of constant values is drawn in its place.
        ILocator rate = page.GetByRole(AriaRole.Figure, new() { Name = "Learning rate" });
        await rate.ScrollIntoViewIfNeededAsync();
        ILocator labels = rate.Locator(".apexcharts-yaxis-label tspan");
        await Assertions.Expect(labels.First).ToBeVisibleAsync();
        Assert.All(await labels.AllTextContentsAsync(), label => Assert.True(double.Parse(label, CultureInfo.InvariantCulture) > 0));

        await page.GetByRole(AriaRole.Link, new() { Name = "Evaluation", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Artifacts", Exact = true }).ClickAsync();
        // The list of files appears a moment after the tab. A click in that moment may hit a button that is just being moved.
        await Assertions.Expect(page.Locator("th").GetByText("predictions.json")).ToBeVisibleAsync();
        IDownload download =
            await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "predictions.json" }).First
                .ClickAsync());
        Assert.Equal(File.ReadAllBytes(Path.Combine(site.Dashboard.Results, id, "predictions.json")),
            File.ReadAllBytes(await download.PathAsync()));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_training_run_is_stopped_and_its_device_is_free()
    {
        IPage page = await site.OpenAsync("/");
        string id = await Site.LaunchAsync(page, Site.Tiny("stopped", 100_000));
        await Site.TrainingAsync(page);
        int trainer = TrainerOf(Path.Combine(site.Dashboard.Results, id));
        Assert.True(DashboardProcess.Signal(trainer, 0));

        await Site.StopAsync(page);
        await Site.StatusAsync(page, "Stopped", seconds: 30);

        Assert.False(DashboardProcess.Signal(trainer, 0));
        Assert.True(File.Exists(Path.Combine(site.Dashboard.Results, id, "last.ckpt")));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Two_runs_are_compared_side_by_side()
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync("/?q=pair");

        await page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {first}" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {second}" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" })
            .Or(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Compare" })).First.ClickAsync();

        await page.WaitForURLAsync("**/compare?**");
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new Regex("seed", RegexOptions.IgnoreCase) }).First)
            .ToBeVisibleAsync();
        await page.Locator("figure").First.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".apexcharts-series path").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_run_from_a_terminal_appears_and_is_stopped_from_its_page()
    {
        using System.Diagnostics.Process terminal = Command.Start(site.Dashboard.DataFolder,
        [
            "experiment", "--output", Path.Combine(site.Dashboard.Results, "terminal"), "--split", Path.Combine(site.Study, "split.json"),
            "--datadir", site.Study, "--data", "phantom",
            "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--hidden-dim", "8", "--epochs", "100000", "--threads", "1",
        ]);
        IPage page = await site.OpenAsync("/?q=terminal");

        await page.Locator("a[href*='runs/terminal/Train_1']").First.ClickAsync(new() { Timeout = 120_000 });
        await Site.TrainingAsync(page);
        await Site.StopAsync(page);
        await Site.StatusAsync(page, "Stopped", seconds: 30);

        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, terminal.ExitCode);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Two_people_see_the_same_state()
    {
        IPage one = await site.OpenAsync("/"), other = await site.OpenAsync("/");
        string id = await Site.LaunchAsync(one, Site.Tiny("seen", 100_000));
        await Site.GoAsync(other, $"/runs/{id}");
        await Site.TrainingAsync(other);

        await Site.StopAsync(one);
        await Site.StatusAsync(one, "Stopped", seconds: 30);

        await Site.StatusAsync(other, "Stopped", seconds: 30);
        await one.Context.DisposeAsync();
        await other.Context.DisposeAsync();
    }

    private static int TrainerOf(string run) =>
        (int)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!;
}
