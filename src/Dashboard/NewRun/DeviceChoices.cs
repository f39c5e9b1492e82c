using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The values of the setting <c>device</c> that a form offers, with their names.</summary>
internal static class DeviceChoices
{
    /// <summary>The choices.</summary>
    /// <param name="devices">The devices of this machine; none before they have been looked at.</param>
    /// <param name="partitions">The partitions of the cluster.</param>
    public static KeyValuePair<string, string>[] Of(IReadOnlyList<DeviceState> devices, IReadOnlyList<DeviceState> partitions)
    {
        DeviceState[] gpus = [.. devices.Where(device => device.Index is not null)];
        bool processor = devices.Count == 0 || devices.Any(device => device.Index is null);
        string any = gpus.Length > 0 ? "first free GPU" : processor ? "CPU, as no GPU can be used" : "no device of this machine";
        List<KeyValuePair<string, string>> choices = [new(DeviceSetting.Auto, any)];
        if (processor) choices.Add(new(DeviceSetting.Cpu, "CPU"));
        choices.AddRange(gpus.Select(gpu => KeyValuePair.Create(DeviceSetting.Gpu(gpu.Index!.Value), gpu.Name)));
        choices.AddRange(partitions.Select(partition => KeyValuePair.Create(partition.Id, partition.Name)));
        return [.. choices];
    }
}
