using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.EndToEnd;
using Microsoft.Playwright;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>How long a training run takes to stop, and how much later another browser shows it.</summary>
internal sealed class StopTimes(IBrowserContext context, DashboardProcess dashboard, string study)
{
    private static readonly string[] Model =
    [
        "--data", "phantom", "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--hidden-dim", "8", "--epochs", "100000",
        "--threads", "1", "--experiment", "stopped",
    ];

    /// <summary>
    /// Seconds from the confirming click to the page that says Stopped, when the trainer has ended; and from there to the other page.
    /// </summary>
    public async Task<(Samples Stopped, Samples Other)> MeasureAsync(int repeats)
    {
        await Command.RunAsync(dashboard.DataFolder, "phantom", "--output", study, "--exams", "24");
        List<double> stopped = [], other = [];
        for (int i = 0; i < repeats; i++)
        {
            (double first, double second) = await OnceAsync();
            stopped.Add(first);
            other.Add(second);
        }
        return (new Samples(stopped), new Samples(other));
    }

    private async Task<(double Stopped, double Other)> OnceAsync()
    {
        string id =
            (await Command.RunAsync(dashboard.DataFolder,
                ["submit", "--split", Path.Combine(study, "split.json"), "--datadir", study, .. Model])).Trim();
        IPage page = await OpenAsync(id), watcher = await OpenAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        ILocator confirm = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop the run" });
        await confirm.WaitForAsync();

        long start = Stopwatch.GetTimestamp();
        Task<double> seen = ShownAsync(page, start), seenByOther = ShownAsync(watcher, start);
        await confirm.ClickAsync();
        double stopped = await seen, other = await seenByOther;
        await page.CloseAsync();
        await watcher.CloseAsync();
        return (stopped, Math.Max(0, other - stopped));
    }

    private async Task<IPage> OpenAsync(string id)
    {
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(dashboard.Address, $"/runs/{id}").ToString());
        await page.Locator("html[data-circuit=ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator(".run-progress").GetByText("frames/s").WaitForAsync(new() { Timeout = 120_000 });
        return page;
    }

    private static async Task<double> ShownAsync(IPage page, long start)
    {
        await page.Locator(".run-heading").GetByText("Stopped", new() { Exact = true }).WaitForAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
