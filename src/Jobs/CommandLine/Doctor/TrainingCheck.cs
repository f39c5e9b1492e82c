using System.Globalization;
using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using Angioboard.Core.Training;
using Angioboard.Jobs.Doctor;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>A training step on every device, against the processor's numbers by libtorch alone.</summary>
internal static class TrainingCheck
{
    private const string Check = "training";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    /// <summary>A finding for each device and precision.</summary>
    public static IEnumerable<Finding> Of(TimeProvider time, CancellationToken cancellation)
    {
        double[] reference = DeviceCheck.Reference();
        Device[] devices = [CPU, .. Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0)
            .Select(index => new Device(DeviceType.CUDA, index))];
        foreach (Device device in devices)
        {
            foreach (Precision precision in new[] { Precision.Fp32, Precision.Bf16 })
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Of(device, precision, reference, time, cancellation);
            }
        }
    }

    private static Finding Of(Device device, Precision precision, double[] reference, TimeProvider time, CancellationToken cancellation)
    {
        string check = $"{Check} on {Name(device)}, {(precision == Precision.Fp32 ? "float32" : "bf16")}";
        double allowed = precision == Precision.Fp32 ? DeviceCheck.Float32Tolerance : DeviceCheck.Bfloat16Tolerance;
        try
        {
            double difference = DeviceCheck.Difference(DeviceCheck.Losses(device, precision), reference);
            double frames = SpeedProbe.FramesPerSecond(device, Environment.ProcessorCount, Length, time, cancellation, precision);
            string text = string.Create(CultureInfo.InvariantCulture,
                $"{frames:0} frames/s; the loss before and after a step differs by {difference:0.0E+0} from the reference");
            // A loss that is not finite is not within the limit either.
            return difference <= allowed
                ? Finding.Fine(check, text)
                : Finding.Problem(check, string.Create(CultureInfo.InvariantCulture, $"{text}; at most {allowed:0E+0} is allowed"),
                    device.type == DeviceType.CPU
                        ? "report this with the whole output: the processor computes wrong numbers"
                        : "do not train on this GPU; check its memory (ECC) and driver, and report this with the whole output");
        }
        catch (Exception e) when (e is ExternalException or DeviceException or InvalidOperationException)
        {
            return Finding.Problem(check, ErrorWords.FirstLine(e.Message),
                DeviceException.Of(e.Message) == DeviceFault.OutOfMemory
                    ? "free the device's memory, then check again"
                    : "check the driver, and that its version fits libtorch's CUDA");
        }
    }

    private static string Name(Device device) => device.type == DeviceType.CPU ? "the processor" : $"cuda:{Math.Max(0, device.index)}";
}
