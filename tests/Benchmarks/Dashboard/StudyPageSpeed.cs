using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.EndToEnd;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Studies;
using Microsoft.Playwright;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>The page of a study of 1,000 runs, in a store of 10,000 others.</summary>
internal sealed class StudyPageSpeed : IBenchmark
{
    private const int Others = 10_000, Epochs = 40, Variants = 40, Folds = 5, Seeds = 5;

    private const string Study = "/studies/demo/Study_1";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    /// <inheritdoc/>
    public string Name => "study-page";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string folder = Path.Combine(options.Scratch, "studies");
        Write(folder);
        return Pages(folder, options).GetAwaiter().GetResult();
    }

    private static void Write(string folder)
    {
        ManyRuns.Write(folder, Others, Epochs);
        using Database database = Database.Open(folder);
        RunStore store = new(database, new RunFeed());
        JsonObject[] variants = [.. from lr in Enumerable.Range(1, Variants / 2) from frames in new[] { 4, 12 }
            select SampleStudy.Variant(("max_frames", frames), ("lr", lr * 1e-4))];
        SampleStudy study = new(Path.Combine(folder, "results"), new PatientFolds(Folds), variants,
            [.. Enumerable.Range(1, Seeds).Select(seed => (long)seed)]);
        foreach (StudyRun planned in study.Runs)
        {
            Jobs.Runs.Run run = study.Add(store, planned, planned.Settings.MaxFrames == 12 ? 1 : 0.2);
            store.Import([run], Enumerable.Range(0, Epochs).Select(epoch => (run.Key, new EpochRecord(epoch,
                new Dictionary<string, double?> { ["val_auc_ovr_macro"] = 0.5 + epoch / 200.0, ["val_loss"] = 1.0 / (1 + epoch) }))));
        }
    }

    private static async Task<IReadOnlyList<Figure>> Pages(string folder, BenchmarkOptions options)
    {
        List<Figure> figures = [];
        await using DashboardProcess dashboard = new(folder);
        await dashboard.StartAsync();
        await using Chromium chromium = new();
        await chromium.StartAsync();
        IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(dashboard.SignInLink.ToString());
        Uri address = new(dashboard.Address, Study);

        long start = Stopwatch.GetTimestamp();
        await page.GotoAsync(address.ToString());
        ILocator computed = page.Locator("a[href$='results.json']");
        await computed.WaitForAsync(new() { Timeout = (float)Longest.TotalMilliseconds });
        figures.Add(new Figure("results of 1,000 runs, computed once", "s",
            new Samples([Stopwatch.GetElapsedTime(start).TotalSeconds]), null, Goal.Most(600),
            "navigation to the results, the first time"));
        RunsPage list = new(page, address);
        figures.Add(new Figure("page of a study of 1,000 runs: at the server", "ms", await list.ServerAsync(options.Repeats), null,
            Goal.Most(100), "GET to the last byte, signed in"));
        figures.Add(new Figure("the same, shown in Chromium", "s", await list.ShownAsync(options.Repeats), null, Goal.Most(1),
            "navigation to the first variant"));
        List<double> seconds = [];
        for (int i = 0; i <= options.Repeats; i++)
        {
            await page.GotoAsync("about:blank");
            start = Stopwatch.GetTimestamp();
            await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
            await computed.WaitForAsync();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        figures.Add(new Figure("the same, to its results once kept", "s", new Samples([.. seconds.Skip(1)]), null, Goal.Most(2),
            "navigation to the figures of all variants"));
        figures.Add(new Figure("list of studies: at the server", "ms",
            await new RunsPage(page, new Uri(dashboard.Address, "/studies")).ServerAsync(options.Repeats), null, Goal.Most(100),
            "GET /studies to the last byte"));
        return figures;
    }
}
