using System.Collections.Immutable;
using Angioboard.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Machine;

/// <summary>Looks at the machine every few seconds: its devices, who holds them, and how busy it is.</summary>
public sealed partial class MachineMonitor : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2.5), LongestAnswer = TimeSpan.FromSeconds(4);

    private readonly AngioboardOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<MachineMonitor> logger;
    private readonly string? noCuda;
    private readonly GpuQuery query;
    private readonly HostProbe host;
    private readonly DeviceTable table;
    private readonly MachineHistory history = new();
    private readonly Lock gate = new();
    private ImmutableList<Action<MachineNews>> listeners = [];
    private GpuSurvey survey = GpuSurvey.Failed("the GPUs have not been looked at yet");
    private bool looked;
    private MachineSample? latest;
    private IReadOnlyList<DeviceState> devices = [];

    /// <summary>A monitor of this machine.</summary>
    public MachineMonitor(AngioboardOptions options, TimeProvider time, ILogger<MachineMonitor> logger)
        : this(options, time, logger, CudaLibrary.Missing(), LongestAnswer) { }

    internal MachineMonitor(AngioboardOptions options, TimeProvider time, ILogger<MachineMonitor> logger, string? noCuda,
        TimeSpan longestAnswer)
    {
        (this.options, this.time, this.logger, this.noCuda) = (options, time, logger, noCuda);
        query = new GpuQuery(time, longestAnswer);
        host = new HostProbe(options.Results);
        table = new DeviceTable(options);
    }

    /// <summary>The devices that runs may use, as last seen; none before the first look.</summary>
    public IReadOnlyList<DeviceState> Devices => Volatile.Read(ref devices);

    /// <summary>Why runs cannot use GPUs here, in one line; null if they can.</summary>
    public string? NoGpu => looked || noCuda is not null ? survey.Problem ?? noCuda : null;

    /// <summary>The machine as last seen; null before the first look.</summary>
    public MachineSample? Latest => Volatile.Read(ref latest);

    /// <summary>The last hour, oldest sample first.</summary>
    public IReadOnlyList<MachineSample> History => history.Samples;

    /// <summary>The device of this id, or null.</summary>
    public DeviceState? Find(string id) => Devices.FirstOrDefault(device => device.Id == id);

    /// <summary>Calls <paramref name="listener"/> with news until the result is disposed; the listener must be quick.</summary>
    public IDisposable Subscribe(Action<MachineNews> listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(this, listener);
    }

    /// <summary>Reads holders and reservations of devices again, without asking the GPUs.</summary>
    public void Refresh()
    {
        bool changed;
        lock (gate)
        {
            if (latest is null) return;
            changed = Settle(latest, time.GetUtcNow());
        }
        if (changed) Publish(MachineNews.Devices);
    }

    /// <summary>Looks at the machine now.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        GpuSurvey seen = noCuda is null ? await query.AskAsync(cancellation) : GpuSurvey.Failed(noCuda);
        bool changed, kept;
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            (survey, looked) = (seen, true);
            MachineSample sample = host.Take(now);
            changed = Settle(sample, now);
            sample = sample with { Gpus = [.. devices.Where(device => device.Index is not null).Select(Figures)] };
            Volatile.Write(ref latest, sample);
            kept = history.Offer(sample);
        }
        if (changed) Publish(MachineNews.Devices);
        Publish(kept ? MachineNews.Sample : MachineNews.Figures);
    }

    /// <summary>Looks for the first time.</summary>
    /// <exception cref="InputException">The configuration names devices that do not exist.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Services that start after this need the devices. So this waits for a slow nvidia-smi, up to its time limit.
        await LookAsync(cancellationToken);
        table.Validate(survey);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        query.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryLookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The dashboard ends.
        }
    }

    private async Task TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(logger, e);
        }
    }

    /// <summary>Updates the devices; true if something changed about what may start where.</summary>
    private bool Settle(MachineSample sample, DateTimeOffset now)
    {
        IReadOnlyList<DeviceState> before = devices, after = table.Of(survey, sample, now);
        Volatile.Write(ref devices, after);
        return !before.Select(Standing).SequenceEqual(after.Select(Standing));
    }

    private void Publish(MachineNews news)
    {
        foreach (Action<MachineNews> listener in listeners) listener(news);
    }

    private static (string, string?, string?, DateTimeOffset?, bool, string?) Standing(DeviceState device) =>
        (device.Id, device.HeldByRun, device.ReservedBy, device.ReservedUntil, device.Drained, device.Blocked);

    private static GpuSample Figures(DeviceState gpu) => new(gpu.Id, gpu.Name, gpu.Utilization, gpu.MemoryUsed, gpu.Temperature, gpu.Power);

    [LoggerMessage(Level = LogLevel.Error, Message = "The machine cannot be looked at")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    private sealed class Subscription(MachineMonitor monitor, Action<MachineNews> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref monitor.listeners, list => list.Remove(listener));
    }
}
