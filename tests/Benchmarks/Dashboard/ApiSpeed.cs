using System.Diagnostics;
using System.Net;
using Angioboard.Benchmarks.Measuring;
using Angioboard.EndToEnd;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>The curves of all of 5,000 runs of 40 epochs in one answer of the built dashboard, whole requests, in each format.</summary>
internal sealed class ApiSpeed : IBenchmark
{
    private const int Runs = 5000, Epochs = 40, Longest = 2, WarmUps = 1;

    private static readonly string[] Formats = ["jsonl", "csv", "parquet"];

    /// <inheritdoc/>
    public string Name => "api";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string folder = Path.Combine(options.Scratch, "api");
        ManyRuns.Write(folder, Runs, Epochs);
        return MeasureAsync(folder, options.Repeats).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string folder, int repeats)
    {
        await using DashboardProcess dashboard = new(folder);
        await dashboard.StartAsync();
        using HttpClientHandler browser = new() { CookieContainer = new CookieContainer() };
        using HttpClient client = new(browser) { BaseAddress = dashboard.Address };
        await client.GetByteArrayAsync(dashboard.SignInLink);
        string what = $"curves of {Runs:N0} runs × {Epochs} epochs";
        List<Figure> figures = [];
        // Of a server that has just started, and has neither compiled its code nor read anything.
        double first = (await TimeAsync(client, Formats[0])).Seconds;
        foreach (string format in Formats)
        {
            List<double> seconds = [];
            long bytes = 0;
            for (int i = 0; i < WarmUps + repeats; i++)
            {
                (double time, bytes) = await TimeAsync(client, format);
                seconds.Add(time);
            }
            figures.Add(new Figure($"{what}, {format}", "s", new([.. seconds.Skip(WarmUps)]), null, Goal.Most(Longest),
                $"GET /api/v1/epochs to the last byte, {bytes / 1e6:0} MB; resident memory then {dashboard.ResidentMegabytes():0} MB"
                    + (format == Formats[0] ? $"; the first request after a start {first:0.0} s" : "")));
        }
        return figures;
    }

    private static async Task<(double Seconds, long Bytes)> TimeAsync(HttpClient client, string format)
    {
        byte[] buffer = new byte[1 << 16];
        long start = Stopwatch.GetTimestamp(), bytes = 0;
        using HttpResponseMessage answer =
            await client.GetAsync($"api/v1/epochs?format={format}", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) bytes += read;
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, bytes);
    }
}
