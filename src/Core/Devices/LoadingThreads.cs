using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>Number of a run's threads that decode and augment frames while the others compute.</summary>
internal static class LoadingThreads
{
    private const int MostBesideProcessor = 8, MostBesideGpu = 16;

    /// <summary>Half of them if the CPU computes; all but one with a GPU, which needs one thread to launch its work.</summary>
    public static int Of(RunSettings settings, Device device)
    {
        int threads = settings.Threads ?? Environment.ProcessorCount;
        return device.type == DeviceType.CPU ? Math.Clamp(threads / 2, 1, MostBesideProcessor) : Math.Clamp(threads - 1, 1, MostBesideGpu);
    }
}
