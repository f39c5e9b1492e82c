using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>Resolves the device setting.</summary>
public static class ComputeDevice
{
    /// <summary>
    /// <c>auto</c> is the first GPU that libtorch can use, else the CPU; so is a partition of Slurm, for that was chosen when Slurm placed
    /// the job on this machine, or its run goes on without Slurm.
    /// </summary>
    /// <exception cref="InputException">A GPU is requested and libtorch does not see it.</exception>
    public static Device Resolve(string setting)
    {
        bool cuda = torch.cuda.is_available();
        if (DeviceSetting.Partition(setting) is not null) setting = DeviceSetting.Auto;
        if (setting == DeviceSetting.Cpu || (setting == DeviceSetting.Auto && !cuda)) return CPU;
        int index = DeviceSetting.GpuIndex(setting) ?? 0;
        if (!cuda)
            throw new InputException(
                $"device: {setting}: libtorch sees no GPU here; set device to cpu, or LIBTORCH to the lib folder of a PyTorch with CUDA");
        if (index >= torch.cuda.device_count())
            throw new InputException(
                $"device: {setting}: there are {torch.cuda.device_count()} GPUs, cuda:0 to cuda:{torch.cuda.device_count() - 1}");
        return new Device(DeviceType.CUDA, index);
    }

    /// <summary>Devices that runs use at the same time, as libtorch sees them, if one run uses this setting.</summary>
    public static int Sharing(string setting) => ThreadShare.Devices(torch.cuda.is_available() ? torch.cuda.device_count() : 0, setting);
}
