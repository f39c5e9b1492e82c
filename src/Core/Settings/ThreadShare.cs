namespace Angioboard.Core.Settings;

/// <summary>Default CPU threads of a run: its share if every device of the machine has a run.</summary>
public static class ThreadShare
{
    /// <summary>CPU cores divided by devices, at least one.</summary>
    /// <param name="processors">CPU cores of the machine.</param>
    /// <param name="devices">Devices that runs use at the same time; 0 counts as 1.</param>
    public static int Of(int processors, int devices) => Math.Max(1, processors / Math.Max(1, devices));

    /// <summary>
    /// Devices that runs use at the same time, if one run uses this setting: the GPUs, and the CPU if a run computes on it.
    /// </summary>
    /// <param name="gpus">GPUs of the machine.</param>
    /// <param name="device">The setting: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    public static int Devices(int gpus, string device) => device == DeviceSetting.Cpu ? gpus + 1 : Math.Max(1, gpus);
}
