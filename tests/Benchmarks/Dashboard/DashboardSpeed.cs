using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.EndToEnd;
using Microsoft.Playwright;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>
/// The dashboard as a user experiences it: its start, pages with a store of 10,000 runs, a long run's page, its memory, and many browsers
/// watching a run. Times in Chromium are from the click or the navigation until the content appears.
/// </summary>
internal sealed class DashboardSpeed : IBenchmark
{
    private const int Runs = 10_000, Epochs = 40, Watchers = 30;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => "dashboard";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        yield return Start(options);
        string folder = Path.Combine(options.Scratch, "many");
        ManyRuns.Write(folder, Runs, Epochs);
        foreach (Figure figure in Pages(folder, options).GetAwaiter().GetResult()) yield return figure;
    }

    private static Figure Start(BenchmarkOptions options)
    {
        string folder = Path.Combine(options.Scratch, "empty");
        Samples seconds = new([.. Enumerable.Range(0, options.Repeats + 1).Select(_ => Once(folder).GetAwaiter().GetResult()).Skip(1)]);
        return new Figure("built application to answering", "s", seconds, null, Goal.Most(2), "process start to /health answered");
    }

    private static async Task<double> Once(string folder)
    {
        await using DashboardProcess dashboard = new(folder);
        long start = Stopwatch.GetTimestamp();
        await dashboard.StartAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<IReadOnlyList<Figure>> Pages(string folder, BenchmarkOptions options)
    {
        List<Figure> figures = [];
        // All browsers here belong to one user, whose limit of open pages is normally lower.
        await using DashboardProcess dashboard = new(folder, new() { ["Angioboard__Limits__OpenPages"] = "100" });
        await dashboard.StartAsync();
        await using Chromium chromium = new();
        await chromium.StartAsync();
        IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(dashboard.SignInLink.ToString());
        await RunsPage.ShowAsync(page, dashboard.Address);

        RunsPage list = new(page, dashboard.Address);
        figures.Add(new Figure($"Runs, {Runs:N0} runs: at the server", "ms", await list.ServerAsync(options.Repeats), null, Goal.Most(100),
            "GET / to the last byte, signed in"));
        figures.Add(new Figure($"Runs, {Runs:N0} runs: shown in Chromium", "s", await list.ShownAsync(options.Repeats), null, Goal.Most(1),
            "navigation to the first row in view"));
        figures.Add(new Figure("sort by a column", "ms", await list.SortAsync(options.Repeats), null, Goal.Most(150),
            "click to the rows in the new order"));
        figures.Add(new Figure("filter by text", "ms", await list.FilterAsync(options.Repeats), null, Goal.Most(150),
            "Enter to the rows that match"));
        figures.Add(new Figure("run page, 400 epochs × 12 series", "s", await LongRunAsync(page, dashboard.Address, options.Repeats), null,
            Goal.Most(1), "navigation to the first drawn curve"));
        figures.Add(new Figure($"memory with {Runs:N0} runs", "MB", new([dashboard.ResidentMegabytes()]), null, Goal.Most(400),
            "resident, after the pages above"));
        (Samples stopped, Samples other) = await new StopTimes(context, dashboard, Path.Combine(options.Scratch, "study"))
            .MeasureAsync(options.Repeats);
        figures.Add(new Figure("stop of a run that trains", "s", stopped, null, Goal.Most(5),
            "click to Stopped on its page: the trainer has ended, the device is free"));
        figures.Add(new Figure("until another browser shows it", "s", other, null, Goal.Most(1), "after the first one does"));
        Samples watching = await WatchingAsync(context, dashboard);
        figures.Add(new Figure($"{Watchers} browsers watching a run, 10 events/s", "% of a core", watching, null, Goal.Most(30),
            $"the dashboard's processor time over {Watched.TotalSeconds} s"));
        return figures;
    }

    private static async Task<Samples> LongRunAsync(IPage page, Uri address, int repeats)
    {
        List<double> seconds = [];
        for (int i = 0; i <= repeats; i++)
        {
            await page.GotoAsync("about:blank");
            long start = Stopwatch.GetTimestamp();
            await page.GotoAsync(new Uri(address, $"/runs/{ManyRuns.LongRun}").ToString(), new() { WaitUntil = WaitUntilState.Commit });
            await page.Locator(".apexcharts-series path").First.WaitForAsync();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return new Samples([.. seconds.Skip(1)]);
    }

    private static async Task<Samples> WatchingAsync(IBrowserContext context, DashboardProcess dashboard)
    {
        await using LiveRun run = await LiveRun.StartAsync(dashboard.DataFolder, Path.Combine(dashboard.Results, "live"));
        for (int i = 0; i < Watchers; i++)
        {
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(dashboard.Address, $"/runs/{run.Id}").ToString());
            await page.Locator(".run-progress").GetByText("frames/s").WaitForAsync();
        }
        await Task.Delay(TimeSpan.FromSeconds(5));
        double before = dashboard.ProcessorSeconds();
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(Watched);
        double share = 100 * (dashboard.ProcessorSeconds() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await context.CloseAsync();
        return new Samples([share]);
    }
}
