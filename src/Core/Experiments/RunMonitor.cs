using Angioboard.Core.Devices;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>Samples the machine during a run and writes the samples as events of type <c>system</c>.</summary>
internal sealed class RunMonitor : IDisposable
{
    private readonly SystemEvents events;

    public RunMonitor(Device device, MetricsLog log, TimeProvider time)
    {
        events = new SystemEvents(log, time);
        Monitor = new ResourceMonitor(device, events.Write);
    }

    /// <summary>The sampler.</summary>
    public ResourceMonitor Monitor { get; }

    /// <summary>The current training; null before and after it.</summary>
    public Trainer? Trainer
    {
        set => events.Trainer = value;
    }

    public void Dispose() => Monitor.Dispose();
}
