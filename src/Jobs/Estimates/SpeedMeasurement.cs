using System.Diagnostics;
using System.Globalization;
using Angioboard.Core.Files;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Trainers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Estimates;

/// <summary>
/// Measures each device once, and again when the processor or GPU is another: in a process of low priority, for a few seconds, while no
/// run is active. A processor that other programs kept busy meanwhile is measured again once they do not.
/// </summary>
internal sealed partial class SpeedMeasurement(
    QueueSetup setup, DeviceSpeeds speeds, RunStore runs, TimeProvider time, ILogger<SpeedMeasurement> logger) : BackgroundService
{
    // On a slow or busy machine a step takes seconds; without a result by then, estimates keep their assumption.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1), Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>How long after the start to wait: the first pages come first.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before looking again whether a device can be measured.</summary>
    public TimeSpan Again { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The machine's load: processes that compute or wait for a processor; null if unknown.</summary>
    public Func<double?> Load { get; init; } = HostProbe.Load;

    // More than half of the processors.
    private bool IsLoaded => Load() > Environment.ProcessorCount / 2.0;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<string> failed = [];
        try
        {
            await Task.Delay(Delay, time, stoppingToken);
            while (true)
            {
                IReadOnlyList<DeviceState> devices = setup.Devices();
                foreach (DeviceState device in devices.Where(device => !failed.Contains(device.Id) && IsDue(device) && !IsBusy(device)))
                    if (!await MeasureAsync(device, stoppingToken)) failed.Add(device.Id);
                // At first the machine's devices have not been looked at.
                if (devices.Count > 0 && devices.All(device => failed.Contains(device.Id) || IsKnown(device))) return;
                await Task.Delay(Again, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard ends.
        }
        catch (DatabaseTroubleException e)
        {
            Failed(e.Message); // The next start measures.
        }
    }

    private bool IsKnown(DeviceState device) =>
        speeds.Find(device.Id) is { Busy: false } known && known.Processor == Processor(device);

    // A first measurement on a busy machine is better than none.
    private bool IsDue(DeviceState device) => !IsKnown(device)
        && (!IsLoaded || speeds.Find(device.Id)?.Processor != Processor(device));

    private bool IsBusy(DeviceState device) =>
        runs.All.Any(run => run.Status.IsActive()) || device.WhyNot("", time.GetUtcNow()) is not null;

    /// <summary>False if this device cannot be measured; true if it was, or if a run came in between.</summary>
    private async Task<bool> MeasureAsync(DeviceState device, CancellationToken cancellation)
    {
        if (!File.Exists(setup.Executable)) return false;
        int threads = Environment.ProcessorCount;
        bool loaded = device.Id == DeviceSetting.Cpu && IsLoaded;
        ProcessStartInfo start = new(setup.Executable,
            ["speed", "--device", device.Id, "--threads", threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        TrainerEnvironment.Limit(start, setup.TrainerVariables);
        start.Environment["CUDA_VISIBLE_DEVICES"] = device.Id == DeviceSetting.Cpu ? "" : device.Id;
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Longest);
        Process? process = null;
        try
        {
            process = Process.Start(start);
            if (process is null) return false;
            LowerPriority(process);
            Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token),
                errors = process.StandardError.ReadToEndAsync(late.Token);
            Task end = process.WaitForExitAsync(late.Token);
            while (await Task.WhenAny(end, Task.Delay(Poll, late.Token)) != end)
            {
                late.Token.ThrowIfCancellationRequested();
                if (IsBusy(device)) return true; // It would slow the run, and be slowed by it.
            }
            await end;
            if (process.ExitCode != 0
                || !double.TryParse(await output, NumberStyles.Float, CultureInfo.InvariantCulture, out double operations)
                || operations <= 0)
            {
                string problem = (await errors).Split('\n')[0];
                Failed(problem);
                return false;
            }
            speeds.Put(device.Id, new DeviceSpeed(Processor(device), threads, operations, time.GetUtcNow(), loaded));
            Measured(device.Name, operations / 1e9);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Failed("it took too long");
            return false;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            Failed(e.Message);
            return false;
        }
        finally
        {
            if (process is { HasExited: false }) process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }

    private static void LowerPriority(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.Idle;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            // It has ended already; its answer counts all the same.
        }
    }

    private static string Processor(DeviceState device) => device.Id != DeviceSetting.Cpu ? device.Name
        : string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {ProcessorName.Read() ?? "processor"}");

    [LoggerMessage(Level = LogLevel.Information, Message = "Measured {Device} for estimates: {Gigaflops:0} GFLOP/s")]
    private partial void Measured(string device, double gigaflops);

    [LoggerMessage(Level = LogLevel.Information, Message = "The machine's speed was not measured, so estimates are rougher: {Reason}")]
    private partial void Failed(string reason);
}
