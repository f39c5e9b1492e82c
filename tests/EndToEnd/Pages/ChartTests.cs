using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Pages;

/// <summary>What people do with charts: look closer, save them for a paper, print them.</summary>
public sealed class ChartTests(Site site)
{
    private const string ManyColumns =
        "name,status,progress,best:val_loss,best:val_auc_ovr_macro,lr,seed,epochs,max_frames,backbone,owner,experiment,created";

    [Fact]
    public async Task The_pointer_and_the_zoom_in_one_chart_are_those_of_all_over_epochs()
    {
        IPage page = await OpenAsync("overview");
        ILocator loss = Figure(page, "Loss"), accuracy = Figure(page, "Accuracy");
        await Assertions.Expect(accuracy.Locator("svg path").First).ToBeVisibleAsync();
        LocatorBoundingBoxResult box = (await loss.Locator(".apexcharts-grid").BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(box.X + box.Width * 0.4f, box.Y + box.Height / 2, new() { Steps = 3 });
        await Assertions.Expect(accuracy.Locator(".chart-cursor")).ToBeVisibleAsync();
        string here = await loss.Locator(".chart-cursor-values").InnerTextAsync(),
            there = await accuracy.Locator(".chart-cursor-values").InnerTextAsync();
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.8f, box.Y + box.Height / 2, new() { Steps = 5 });
        await page.Mouse.UpAsync();

        Assert.Matches("^epoch [1-6]\n", here);
        Assert.Equal(here.Split('\n')[0], there.Split('\n')[0]);
        Assert.Contains("training", here, StringComparison.Ordinal);
        await Assertions.Expect(accuracy.Locator(".chart-reset")).ToBeVisibleAsync();
        await accuracy.Locator(".chart-reset").ClickAsync();
        await Assertions.Expect(loss.Locator(".chart-reset")).ToBeHiddenAsync();
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Epochs_are_whole_from_1_on_and_few_points_have_markers()
    {
        IPage page = await OpenAsync("overview");
        ILocator loss = Figure(page, "Loss");
        await Assertions.Expect(loss.Locator("svg path").First).ToBeVisibleAsync();

        string[] labels =
            [.. (await loss.Locator(".apexcharts-xaxis-label tspan").AllTextContentsAsync()).Where(label => label.Length > 0)];

        Assert.Equal(["1", "2", "3", "4", "5", "6"], labels);
        Assert.Equal(12, await loss.Locator(".apexcharts-series-markers .apexcharts-marker").CountAsync());
        LocatorBoundingBoxResult frame = (await loss.Locator(".apexcharts-grid").BoundingBoxAsync())!;
        LocatorBoundingBoxResult best = (await loss.Locator(".apexcharts-xaxis-annotation-label").BoundingBoxAsync())!;
        Assert.True(best.X >= frame.X && best.X + best.Width <= frame.X + frame.Width + 1 && best.Y >= frame.Y - 4,
            $"{best.X} {best.Y} in {frame.X} {frame.Y}");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_chart_fills_the_screen_and_comes_back()
    {
        IPage page = await OpenAsync("overview");
        ILocator accuracy = Figure(page, "Accuracy");
        await Assertions.Expect(accuracy.Locator("svg.apexcharts-svg")).ToHaveAttributeAsync("height", "240");

        await page.GetByRole(AriaRole.Button, new() { Name = "Accuracy in full screen" }).ClickAsync();
        await page.WaitForFunctionAsync("() => document.fullscreenElement?.getAttribute('aria-label') === 'Accuracy'");
        await page.WaitForFunctionAsync(
            "() => document.fullscreenElement.querySelector('svg.apexcharts-svg')?.getBoundingClientRect().height > 500");
        await page.EvaluateAsync("() => document.exitFullscreen()");

        await accuracy.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(accuracy.Locator("svg.apexcharts-svg")).ToHaveAttributeAsync("height", "240");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_chart_is_saved_as_svg_png_pdf_and_csv()
    {
        (string run, _) = await site.TwoFinishedRunsAsync();
        IPage page = await OpenAsync("evaluation");
        string start = run.Replace('/', '-');

        byte[] svg = await SaveAsync(page, "ROC, test", "as SVG, one column", $"{start}-roc-test.svg");
        byte[] png = await SaveAsync(page, "ROC, test", "as PNG, two columns", $"{start}-roc-test.png");
        byte[] pdf = await SaveAsync(page, "Confusion matrix, test", "as PDF, one column", $"{start}-confusion-matrix-test.pdf");
        string csv = System.Text.Encoding.UTF8.GetString(await SaveAsync(page, "ROC, test", "as CSV", $"{start}-roc-test.csv"));

        string[] words = [.. XElement.Parse(System.Text.Encoding.UTF8.GetString(svg)).Descendants().Attributes("aria-label")
            .Select(label => label.Value)];
        Assert.Contains("ROC, test", words);
        Assert.Contains(words, word => Regex.IsMatch(word, $"^{run} · {Site.Dataset} · [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$"));
        Assert.Contains(words, word => word.StartsWith("Leakage, AUC ", StringComparison.Ordinal));
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(png, 1, 3));
        Assert.Contains("Predicted class", await TextAsync(pdf), StringComparison.Ordinal);
        Assert.StartsWith("series,false positive rate,true positive rate,threshold", csv, StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_printed_page_has_all_charts_and_whole_tables_and_nothing_of_the_program_around_them()
    {
        (string first, string second) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/compare?runs={first},{second}", ColorScheme.Dark, 1280, 500);
        await page.Locator("figure").First.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator("figure svg.apexcharts-svg").First).ToBeAttachedAsync(new() { Timeout = 60_000 });
        int charts = await page.Locator(".chart-canvas").CountAsync();
        Assert.True(await page.Locator("svg.apexcharts-svg").CountAsync() < charts);
        // This listener runs after the charts' own.
        await page.EvaluateAsync("""
            () => addEventListener('beforeprint', () => {
              window.drawn = document.querySelectorAll('.chart-canvas svg.apexcharts-svg').length;
            })
            """);

        byte[] pdf = await page.PdfAsync(new() { PrintBackground = true, PreferCSSPageSize = true });

        string text = await TextAsync(pdf);
        Assert.Equal(charts, await page.EvaluateAsync<int>("() => window.drawn"));
        Assert.All(["Expected calibration error", "Loss, validation", "IMCP, test", "false positive rate", "Exams"], words =>
            Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.All(["Skip to content", "Datasets", "Angioboard"], words => Assert.DoesNotContain(words, text, StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "Created", "Group")]
    [InlineData("/?columns=" + ManyColumns, "Created", "Group")]
    [InlineData("/runs/{0}?tab=predictions", "May be", "Misclassified only")]
    [InlineData("/runs/{0}?tab=evaluation", "Threshold", "Train for more")]
    public async Task A_printed_table_has_its_last_column_and_no_controls(string address, string last, string control)
    {
        (string run, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, run), width: 1280);
        await Assertions.Expect(page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        // As wide as a page of A4 between its margins.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(703, 1000);

        string[] beyond = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('th, td')].filter(cell => cell.getBoundingClientRect().right > innerWidth + 1)
              .map(cell => cell.textContent.trim())
            """);
        string text = await TextAsync(await page.PdfAsync(new() { PreferCSSPageSize = true }));

        Assert.Empty(beyond);
        Assert.Contains(last, text, StringComparison.Ordinal);
        Assert.DoesNotContain(control, text, StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(string tab)
    {
        (string run, _) = await site.TwoFinishedRunsAsync();
        IPage page = await site.OpenAsync($"/runs/{run}?tab={tab}", width: 1280, height: 1000);
        await page.Locator("figure .chart-canvas").First.ScrollIntoViewIfNeededAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("svg.apexcharts-svg").First).ToBeAttachedAsync(new() { Timeout = 60_000 });
        return page;
    }

    private static ILocator Figure(IPage page, string title) => page.GetByRole(AriaRole.Figure, new() { Name = title, Exact = true });

    private static async Task<byte[]> SaveAsync(IPage page, string title, string how, string name)
    {
        await page.GetByLabel($"Save or list {title}", new() { Exact = true }).ClickAsync();
        IDownload download =
            await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = $"{title} {how}" }).ClickAsync());
        Assert.Equal(name, download.SuggestedFilename);
        return await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    private static async Task<string> TextAsync(byte[] pdf)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("page.pdf");
        await File.WriteAllBytesAsync(path, pdf, TestContext.Current.CancellationToken);
        using Process process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", path, "-"]) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
