using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>Studies that were trained in a terminal, on the dashboard.</summary>
public sealed class StudyWalkTests(Site site) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_study_is_followed_to_its_result()
    {
        await RunAsync("phantom", "--output", folder.File("exams"), "--exams", "60", "--seed", "5");
        string study = await NewAsync("walk", "--vary", "max_frames=2,4", "--vary", "lr=0.001,0.01", "--folds", "3", "--baseline",
            "max_frames=2, lr=0.001");
        IPage page = await site.OpenAsync("/studies");
        await Assertions.Expect(page.GetByText("12 runs: 4 variants × 3 folds × 1 seed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "walk/Study_1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("0 of 12 runs finished, 12 not launched")).ToBeVisibleAsync();

        await RunAsync("study", "run", study);

        // The page follows without being loaded again.
        await Assertions.Expect(page.GetByText("12 of 12 runs finished")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".heat td a")).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("section[aria-labelledby=study-variants]")).ToContainTextAsync("by patients");
        await Assertions.Expect(page.Locator("section[aria-labelledby=study-curves] .chart")).ToBeVisibleAsync();
        await PageLook.RequireAsync(page, "study");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);

        await page.Locator(".heat td a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#study-confusion")).ToContainTextAsync("max_frames=2");
        Task<IDownload> asked = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "results.json" }).ClickAsync();
        string saved = folder.File("saved.json");
        await (await asked).SaveAsAsync(saved);
        Assert.Equal(File.ReadAllText(Path.Combine(study, "results.json")), File.ReadAllText(saved).TrimEnd('\n'));
        await page.Locator("section[aria-labelledby=study-runs] a.sign").First.ClickAsync();
        await Assertions.Expect(page.GetByText("run of Study_1, variant max_frames=2, lr=0.001, fold 0")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Study_1" }).ClickAsync();
        await page.WaitForURLAsync("**/studies/walk/Study_1");

        await CompareAsync(page);

        await Site.GoAsync(page, "/studies");
        await Assertions.Expect(page.GetByText("12 of 12 runs finished")).ToBeVisibleAsync();
        await PageLook.RequireAsync(page, "studies");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Learning_curves_and_more_than_two_settings_have_their_own_charts()
    {
        await RunAsync("phantom", "--output", folder.File("exams"), "--exams", "60", "--seed", "5");
        string curve = await NewAsync("charts", "--learning-curve", "--shares", "25,50,75,100", "--seeds", "1,2", "--metric", "log_loss");
        string sweep = await NewAsync("charts", "--vary", "max_frames=2,4", "--vary", "max_frames_span=uniform,last",
            "--vary", "lr=0.001,0.01", "--metric", "accuracy");
        await RunAsync("study", "run", curve);
        await RunAsync("study", "run", sweep);
        IPage page = await site.OpenAsync($"/studies/charts/{Path.GetFileName(curve)}");

        await Assertions.Expect(page.GetByText("Would more patients help?")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("section[aria-labelledby=study-growth] .apexcharts-series path").First).ToBeAttachedAsync();
        await PageLook.RequireAsync(page, "study-curve");
        await Site.GoAsync(page, $"/studies/charts/{Path.GetFileName(sweep)}");
        await Assertions.Expect(page.Locator("section[aria-labelledby=study-sweep] polyline")).ToHaveCountAsync(8,
            new() { Timeout = 60_000 });
        await PageLook.RequireAsync(page, "study-sweep");
        await page.Context.DisposeAsync();
    }

    // Three variants are ticked on the study's page and compared.
    private async Task CompareAsync(IPage page)
    {
        foreach (string variant in new[] { "max_frames=2, lr=0.001", "max_frames=2, lr=0.01", "max_frames=4, lr=0.01" })
            await page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {variant} to compare" }).CheckAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare variants" }).ClickAsync();
        await page.WaitForURLAsync("**/compare/variants?**");
        ILocator rows = page.Locator("section[aria-labelledby=compare-differences] tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByText("the others are compared with this one")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("section[aria-labelledby=compare-confusion] table")).ToHaveCountAsync(3);
        await PageLook.RequireAsync(page, "compare-variants");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);

        // Another reference, by the keyboard.
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Compare with" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Option, new() { Name = "max_frames=4, lr=0.01" }).ClickAsync();
        await Assertions.Expect(rows.Filter(new() { HasText = "max_frames=4, lr=0.01" })).ToContainTextAsync(
            "the others are compared with this one", new() { Timeout = 60_000 });
        Task<IDownload> asked = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync();
        string table = folder.File("compared.csv");
        await (await asked).SaveAsAsync(table);
        Assert.Contains("\"max_frames=2, lr=0.001\",3,3,,auc_ovr_macro", File.ReadAllText(table), StringComparison.Ordinal);

        await rows.Filter(new() { HasText = "max_frames=2, lr=0.001" }).Locator("td a").ClickAsync();
        await page.WaitForURLAsync("**exams=deciding**");
        string address = new Uri(page.Url).PathAndQuery;
        await Site.GoAsync(page, address.Replace("exams=deciding", "exams=all", StringComparison.Ordinal));
        await page.Locator("section[aria-labelledby=compare-exams] tbody th a").First.ClickAsync();
        await Assertions.Expect(page.Locator("section[aria-label^='Frames of']"))
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator("section[aria-labelledby=compare-exams] tbody td a").First.ClickAsync();
        await page.WaitForURLAsync("**/runs/walk/Train_*");
    }

    private Task<string> RunAsync(params string[] arguments) => Command.RunAsync(site.Dashboard.DataFolder, arguments);

    private async Task<string> NewAsync(string experiment, params string[] options) => (await RunAsync(
    [
        "study", "new", "--output", Path.Combine(site.Dashboard.Results, experiment), "--split", folder.File("exams", "split.json"),
        "--datadir", folder.File("exams"), "--class-names", "Leakage,Staining,No,Pooling,Window defect", "--patients", @"(\d+)_[LR]$",
        "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--pretrained", "none", "--normalizer", "dataset", "--device", "cpu",
        "--threads", "1", "--hidden-dim", "8", "--epochs", "2", "--batch-size", "4", .. options,
    ])).Trim();
}
