using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Estimates;

/// <summary>Estimates runs of registered data sets on this box, for a queue that asks several times a second.</summary>
public sealed class RunEstimates(DatasetStore datasets, DatasetCatalog catalog, RunStore runs, MachineMonitor monitor, DeviceSpeeds speeds,
    TimeProvider time)
{
    private const int MostKept = 256;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<RunSettings, (DateTimeOffset At, RunEstimate? Estimate)> known = [];

    /// <summary>The estimate for a run of these settings; null if its data set is not registered or not counted yet.</summary>
    public RunEstimate? Of(RunSettings settings)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (known.TryGetValue(settings, out (DateTimeOffset At, RunEstimate? Estimate) before) && now - before.At < Kept)
            return before.Estimate;
        if (known.Count >= MostKept) known.Clear();
        RunEstimate? estimate = Reckon(settings);
        known[settings] = (now, estimate);
        return estimate;
    }

    private RunEstimate? Reckon(RunSettings settings)
    {
        if (datasets.All().FirstOrDefault(known => DatasetSettings.Fit(known, settings)) is not { } dataset) return null;
        if (catalog.Counted(dataset.Name) is not { } summary) return null;
        try
        {
            string device = Device(settings.Device);
            return RunEstimate.Of(settings, summary, runs.All, device, speeds.Find(device));
        }
        catch (InputException)
        {
            return null; // The settings are from another version, with a backbone that this one does not know.
        }
    }

    private string Device(string setting)
    {
        if (setting == DeviceSetting.Cpu) return DeviceSetting.Cpu;
        int? index = DeviceSetting.GpuIndex(setting);
        DeviceState[] gpus = [.. monitor.Devices.Where(device => device.Index is not null)];
        return (gpus.FirstOrDefault(gpu => gpu.Index == index) ?? gpus.FirstOrDefault())?.Id ?? DeviceSetting.Cpu;
    }
}
