using System.Collections.Immutable;
using Angioboard.Core;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Slurm;

/// <summary>
/// Asks Slurm every quarter of a minute, and less often while it does not answer. What it said last stays, with the reason why it is old.
/// Thread-safe.
/// </summary>
/// <param name="options">The operator's settings.</param>
/// <param name="time">The clock.</param>
public sealed class SlurmMonitor(AngioboardOptions options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromMinutes(1);

    private ImmutableList<Action> listeners = [];
    private SlurmSurvey latest = SlurmSurvey.None;

    /// <summary>Whether a cluster is configured.</summary>
    public bool IsOn => options.Slurm.IsOn;

    /// <summary>The cluster as last seen.</summary>
    public SlurmSurvey Latest => Volatile.Read(ref latest);

    /// <summary>Calls the listener after each look until the result is disposed; it must be quick.</summary>
    public IDisposable Subscribe(Action listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(this, listener);
    }

    /// <summary>Asks now.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        SlurmSurvey seen;
        try
        {
            seen = await SlurmQuery.AskAsync(options.Slurm.Partitions, time, cancellation);
        }
        catch (InputException e)
        {
            seen = Latest with { Problem = string.Join("; ", e.Problems) };
        }
        Volatile.Write(ref latest, seen);
        foreach (Action listener in listeners) listener();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn) return;
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Latest.Problem is null ? Interval : Patience, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard ends.
        }
    }

    private sealed class Subscription(SlurmMonitor monitor, Action listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref monitor.listeners, list => list.Remove(listener));
    }
}
