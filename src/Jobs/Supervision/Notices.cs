using System.Net;
using System.Threading.Channels;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Webhooks;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>
/// Posts to an owner's webhook when one of their runs has finished, failed, diverged or hangs. Only names of runs and figures: nothing that
/// could name an exam leaves the server.
/// </summary>
public sealed partial class Notices(QueueSetup setup, AngioboardOptions options, WebhookClient webhooks, TimeProvider time,
    ILogger<Notices> logger)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)];

    private readonly Channel<(string Owner, Uri To, Notice Notice)> pending = Channel.CreateBounded<(string, Uri, Notice)>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Posts notices until cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        pending.Reader.ReadAllAsync(cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation },
        async (notice, ending) => await SendAsync(notice.Owner, notice.To, notice.Notice, ending));

    /// <summary>Notifies a run's owner, if there is something to report and they have a webhook.</summary>
    /// <param name="run">The run.</param>
    /// <param name="happened">What happened; null to take it from the run's status.</param>
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
        string? link = options.PublicUrl is { } address
            ? $"{address.TrimEnd('/')}/runs/{Uri.EscapeDataString(run.Experiment)}/{run.Train}"
            : null;
        string figure = best is null ? "" : $", best {metric} {best.Value:G6} at epoch {best.EpochNumber}";
        string verb = status == "hangs" ? "hangs" : $"has {status}";
        pending.Writer.TryWrite(
            (run.Owner, to, new Notice(run.Id, run.Title, status, metric, best?.Value, link,
                $"{run.Title} {verb}{figure}{(link is null ? "" : $": {link}")}")));
    }

    private async Task SendAsync(string owner, Uri to, Notice notice, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            string trouble;
            bool refused = false;
            try
            {
                HttpStatusCode answer = await webhooks.PostAsync(to, notice, cancellation);
                if ((int)answer is >= 200 and < 300) return;
                trouble = $"it answered {(int)answer}";
            }
            catch (Exception e)
                when (e is HttpRequestException or InputException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                refused = (e as InputException ?? e.InnerException as InputException) is not null;
                trouble = e is TaskCanceledException ? "it does not answer" : (e.InnerException as InputException ?? e).Message;
            }
            // A receiver that is away for more than a minute misses it. The address itself is the user's secret.
            if (refused || attempt == Pauses.Length)
            {
                NotPosted(owner, to.Host, trouble);
                return;
            }
            await Task.Delay(Pauses[attempt], time, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "News for {Owner} was not posted to {Host}: {Trouble}")]
    private partial void NotPosted(string owner, string host, string trouble);
}
