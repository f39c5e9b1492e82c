namespace Angioboard.Core.Settings;

/// <summary>The processor threads of a run that is not told how many: what is its own when each device of the box has a run.</summary>
public static class ThreadShare
{
    /// <summary>The processors by the devices, at least one.</summary>
    /// <param name="processors">Processors of the box.</param>
    /// <param name="devices">Devices that runs use at the same time; none counts as one.</param>
    public static int Of(int processors, int devices) => Math.Max(1, processors / Math.Max(1, devices));

    /// <summary>Devices that runs use at the same time, when one of them is on this: the GPUs, and the processor where a run computes on it.</summary>
    /// <param name="gpus">GPUs of the box.</param>
    /// <param name="device">The setting: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    public static int Devices(int gpus, string device) => device == "cpu" ? gpus + 1 : Math.Max(1, gpus);
}
