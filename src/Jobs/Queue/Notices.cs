using System.Net.Http.Json;
using System.Threading.Channels;
using Angioboard.Core.Training;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Posts to an owner's webhook when a run of theirs has finished, failed, diverged or hangs. Names of runs and figures only: nothing that
/// could name an exam leaves the box.
/// </summary>
public sealed class Notices(QueueSetup setup, AngioboardOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)];

    private readonly Channel<(Uri To, Notice Notice)> pending = Channel.CreateBounded<(Uri, Notice)>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Posts what becomes of notices until cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        pending.Reader.ReadAllAsync(cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation },
        async (notice, ending) => await SendAsync(notice.To, notice.Notice, ending));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Tells a run's owner of it, if it is worth telling and they have a webhook.</summary>
    /// <param name="run">The run.</param>
    /// <param name="happened">What happened; null for what its status says.</param>
    internal void Post(Run run, string? happened)
    {
        string? status = happened ?? run.Status switch
        {
            RunStatus.Finished => "finished",
            RunStatus.Failed => "failed",
            RunStatus.Diverged => "diverged",
            _ => null,
        };
        if (status is null || setup.Webhook(run.Owner) is not { } to) return;
        string metric = run.Settings.CheckpointMetric.Key();
        BestValue? best = run.Best.GetValueOrDefault(metric);
        string? link = options.PublicUrl is { } address ? $"{address.TrimEnd('/')}/runs/{Uri.EscapeDataString(run.Experiment)}/{run.Train}" : null;
        string figure = best is null ? "" : $", best {metric} {best.Value:G6} at epoch {best.Epoch}";
        string verb = status == "hangs" ? "hangs" : $"has {status}";
        pending.Writer.TryWrite((to, new Notice(run.Id, run.Title, status, metric, best?.Value, link, $"{run.Title} {verb}{figure}{(link is null ? "" : $": {link}")}")));
    }

    private async Task SendAsync(Uri to, Notice notice, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage answer = await http.PostAsJsonAsync(to, notice, cancellation);
                if (answer.IsSuccessStatusCode || attempt == Pauses.Length) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (attempt == Pauses.Length) return; // A receiver that is away for more than a minute misses it.
            }
            await Task.Delay(Pauses[attempt], time, cancellation);
        }
    }

    private sealed record Notice(string Run, string Title, string Status, string Metric, double? Value, string? Link, string Text);
}
