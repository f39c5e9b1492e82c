using Angioboard.Core;
using Angioboard.Core.Training;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Machine;

/// <summary>Estimates runs of registered data sets on this box.</summary>
public sealed class RunEstimates(DatasetStore datasets, DatasetCatalog catalog, RunStore runs, MachineMonitor monitor)
{
    /// <summary>What a run of these settings is expected to take; null where its data set is not registered or not counted yet, or the settings are not whole.</summary>
    public RunEstimate? Of(RunSettings settings)
    {
        if (datasets.All().FirstOrDefault(dataset => dataset.Split == settings.Split && dataset.Datadir == settings.Datadir) is not { } dataset) return null;
        if (catalog.Counted(dataset.Name) is not { } summary) return null;
        try
        {
            return RunEstimate.Of(settings, summary, runs.All, Device(settings.Device));
        }
        catch (InputException)
        {
            return null; // A backbone that is half typed in.
        }
    }

    private string Device(string setting)
    {
        if (setting == DeviceTable.Cpu) return DeviceTable.Cpu;
        int? index = setting.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(setting.AsSpan(5), out int number) ? number : null;
        DeviceState[] gpus = [.. monitor.Devices.Where(device => device.Index is not null)];
        return (gpus.FirstOrDefault(gpu => gpu.Index == index) ?? gpus.FirstOrDefault())?.Id ?? DeviceTable.Cpu;
    }
}
