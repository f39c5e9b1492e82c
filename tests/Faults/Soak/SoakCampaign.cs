using System.Globalization;
using System.Diagnostics;
using Angioboard.EndToEnd;
using Microsoft.Playwright;

namespace Angioboard.Faults.Soak;

/// <summary>A dashboard in use for a long time: its resources must not grow.</summary>
internal sealed class SoakCampaign : ICampaign
{
    private const double FullMinutes = 30, MemoryMargin = 0.05;
    private const int HandleMargin = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public string Name => "soak";

    public string Description =>
        $"Launches, stops and deletes runs with pages open [--minutes: {FullMinutes:0}]; what the dashboard holds in the last third may be "
            + $"{MemoryMargin:P0} of memory and {HandleMargin} handles and threads above the middle third";

    public async Task<CampaignReport> RunAsync(CampaignOptions options, CancellationToken cancellation)
    {
        string study = Path.Combine(options.Scratch, "study");
        await Command.RunAsync(options.Scratch, "phantom", "--output", study, "--exams", "12", "--seed", "5");
        await using DashboardProcess dashboard = new(Path.Combine(options.Scratch, "data"));
        await dashboard.StartAsync();
        await using SoakedPages pages = new(dashboard, new Random(options.Seed));
        await pages.StartAsync();
        SoakedRuns runs = new(dashboard, study, pages, new Random(options.Seed + 1));

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(TimeSpan.FromMinutes(options.Minutes ?? FullMinutes));
        List<string> problems = [];
        Task use = Task.WhenAll(runs.RunAsync(over.Token), pages.RunAsync(over.Token));
        List<ProcessSample> samples = await SampleAsync(dashboard.Id, runs, pages, use, over.Token);
        try
        {
            await use;
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException or InvalidOperationException)
        {
            problems.Add($"{e.Message}\n{dashboard.Output}");
        }
        problems.AddRange(dashboard.Output.Split('\n')
            .Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)));

        int third = samples.Count / 3;
        ProcessSample first = Third(samples, 0, third), middle = Third(samples, third, third), last = Third(samples, 2 * third, third);
        if (last.Megabytes > middle.Megabytes * (1 + MemoryMargin))
            problems.Add($"memory grew from {middle.Megabytes:F0} to {last.Megabytes:F0} MB");
        if (last.Handles > middle.Handles + HandleMargin) problems.Add($"handles grew from {middle.Handles} to {last.Handles}");
        if (last.Threads > middle.Threads + HandleMargin) problems.Add($"threads grew from {middle.Threads} to {last.Threads}");
        return new CampaignReport(
            [
                ("minutes", FormattableString.Invariant($"{samples.Count * Interval.TotalMinutes:F0}")),
                ("runs launched, stopped and deleted", $"{runs.Done}"),
                ("tabs opened and closed, beside three that stayed", $"{pages.Closed}"),
                ("first third (median)", Text(first)),
                ("middle third", Text(middle)),
                ("last third", Text(last)),
            ],
            problems);
    }

    private static async Task<List<ProcessSample>> SampleAsync(
        int pid, SoakedRuns runs, SoakedPages pages, Task use, CancellationToken over)
    {
        Console.WriteLine("minute,megabytes,handles,sockets,threads,runs,tabs");
        int perMinute = (int)(60 / Interval.TotalSeconds);
        List<ProcessSample> samples = [];
        Stopwatch took = Stopwatch.StartNew();
        while (!over.IsCancellationRequested && !use.IsCompleted)
        {
            samples.Add(ProcessSample.Of(pid));
            if (samples.Count % perMinute == 0)
            {
                ProcessSample minute = ProcessSample.Median([.. samples.TakeLast(perMinute)]);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{took.Elapsed.TotalMinutes:F0},{minute.Megabytes:F1},{minute.Handles},{minute.Sockets},{minute.Threads},"
                            + $"{runs.Done},{pages.Closed}"));
            }
            await Task.WhenAny(use, Task.Delay(Interval, over));
        }
        return samples;
    }

    private static ProcessSample Third(List<ProcessSample> samples, int from, int count) =>
        ProcessSample.Median([.. samples.Skip(from).Take(Math.Max(1, count))]);

    private static string Text(ProcessSample sample) =>
        FormattableString.Invariant(
            $"{sample.Megabytes:F0} MB, {sample.Handles} handles ({sample.Sockets} sockets), {sample.Threads} threads");
}
