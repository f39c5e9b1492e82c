using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Jobs.CommandLine;

/// <summary>
/// Translates between devices as leases name them (<c>cpu</c> or a GPU's UUID) and libtorch's device numbers in this process.
/// </summary>
public static class TrainerDevice
{
    /// <summary>The name of a device's lease; <c>cuda-N</c> if the driver does not give the UUID.</summary>
    public static string Lease(Device device) =>
        device.type == DeviceType.CUDA
            ? CudaDevice.Uuid(Math.Max(0, device.index)) ?? Numbered(Math.Max(0, device.index))
            : DeviceSetting.Cpu;

    /// <summary>The device of a lease.</summary>
    /// <exception cref="InputException">libtorch does not see it.</exception>
    public static Device Of(string lease)
    {
        if (lease == DeviceSetting.Cpu) return CPU;
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        for (int i = 0; i < count; i++)
        {
            if (CudaDevice.Uuid(i) == lease || Numbered(i) == lease) return new Device(DeviceType.CUDA, i);
        }
        // With CUDA_VISIBLE_DEVICES=<uuid> it is the only one, even if it is a part of a GPU, whose UUID the driver does not give.
        return count == 1
            ? new Device(DeviceType.CUDA, 0)
            : throw new InputException(
                $"device: {lease}: libtorch sees {(count == 0 ? "no GPU" : $"{count} GPUs, but not that one,")} here; set device to cpu, "
                    + $"or LIBTORCH to the lib folder of a PyTorch with CUDA");
    }

    private static string Numbered(int index) => $"cuda-{index}";
}
