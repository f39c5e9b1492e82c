using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>
/// What the driver calls a GPU. CUDA's numbers depend on the environment and are not nvidia-smi's; the UUID is the same everywhere.
/// </summary>
public static class CudaDevice
{
    private const string Driver = "libcuda.so.1";

    /// <summary>The UUID of a CUDA device, <c>GPU-…</c>; its number where the driver does not tell; null for the processor.</summary>
    public static string? Name(Device device)
    {
        if (device.type != DeviceType.CUDA) return null;
        int index = Math.Max(0, device.index);
        return Uuid(index) ?? index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The UUID of the GPU that CUDA counts as <paramref name="index"/> in this process; null where the driver does not tell.</summary>
    public static unsafe string? Uuid(int index)
    {
        if (!NativeLibrary.TryLoad(Driver, out nint driver)) return null;
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out nint init) || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out nint get)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetUuid", out nint uuid)) return null;
        int device;
        byte* bytes = stackalloc byte[16];
        if (((delegate* unmanaged<uint, int>)init)(0) != 0 || ((delegate* unmanaged<int*, int, int>)get)(&device, index) != 0
            || ((delegate* unmanaged<byte*, int, int>)uuid)(bytes, device) != 0) return null;
        return $"GPU-{new Guid(new ReadOnlySpan<byte>(bytes, 16), bigEndian: true)}";
    }
}
