using System.Collections.Concurrent;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>Writes every change of a run's status to the log, with its reason: a run's page only shows the last one.</summary>
internal sealed partial class RunJournal(RunStore runs, RunFeed feed, ILogger<RunJournal> logger) : IHostedService, IDisposable
{
    private const int Longest = 300;

    private readonly ConcurrentDictionary<string, RunStatus> known = new();
    private IDisposable? subscription;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (Run run in runs.All) known[run.Id] = run.Status;
        subscription = feed.Subscribe(Hear);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => subscription?.Dispose();

    private void Hear(RunChange change)
    {
        if (change.Kind == RunChangeKind.Removed)
        {
            known.TryRemove(change.Id, out _);
            return;
        }
        if (change is not { Kind: RunChangeKind.Added or RunChangeKind.Changed, Run: { } run }) return;
        RunStatus? before = known.TryGetValue(run.Id, out RunStatus status) ? status : null;
        if (before == run.Status) return;
        known[run.Id] = run.Status;
        string id = Line(run.Id), device = run.Device ?? "no device";
        string reason = run.Reason is { } why ? $": {Line(why)}" : "";
        // When a new database reads the results folder, thousands of ended runs are added.
        if (before is not { } from)
        {
            if (!run.Status.IsFinal()) Began(id, run.Status, run.Owner, reason);
        }
        else if (from.MayBecome(run.Status)) Became(id, from, run.Status, device, reason);
        else Unexpected(id, from, run.Status, reason);
    }

    // A reason may contain a trainer's last lines, and a folder may have any name. A line of the log must stay one event.
    private static string Line(string reason) => ProcessNames.Shorten(reason.Split('\n')[0], Longest);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Run} is {Status}, launched by {Owner}{Reason}")]
    private partial void Began(string run, RunStatus status, string owner, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Run}: {From} -> {To} on {Device}{Reason}")]
    private partial void Became(string run, RunStatus from, RunStatus to, string device, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Run}: {From} -> {To}, which is not in the table of transitions{Reason}")]
    private partial void Unexpected(string run, RunStatus from, RunStatus to, string reason);
}
