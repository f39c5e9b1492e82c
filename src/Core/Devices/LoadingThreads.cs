using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>How many of a run's threads decode and augment frames while the others compute.</summary>
internal static class LoadingThreads
{
    private const int MostBesideProcessor = 8, MostBesideGpu = 16;

    /// <summary>Half of them where the processor computes; all but one beside a GPU, which needs one to be told what to do.</summary>
    public static int Of(RunSettings settings, Device device)
    {
        int threads = settings.Threads ?? Environment.ProcessorCount;
        return device.type == DeviceType.CPU ? Math.Clamp(threads / 2, 1, MostBesideProcessor) : Math.Clamp(threads - 1, 1, MostBesideGpu);
    }
}
