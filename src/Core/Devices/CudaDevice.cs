using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>
/// Identifies GPUs. CUDA's indices depend on the environment and differ from nvidia-smi's; the UUID is the same everywhere.
/// </summary>
public static class CudaDevice
{
    private const string Driver = "libcuda.so.1";

    /// <summary>The UUID of a CUDA device, <c>GPU-…</c>; its index if the driver does not report it; null for the CPU.</summary>
    public static string? Name(Device device)
    {
        if (device.type != DeviceType.CUDA) return null;
        int index = Math.Max(0, device.index);
        return Uuid(index) ?? index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The UUID of the GPU that CUDA counts as <paramref name="index"/> in this process; null if the driver does not report it.
    /// </summary>
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

    /// <summary>
    /// Bytes free on the GPU that CUDA counts as <paramref name="index"/> in this process; null if the driver does not report it.
    /// </summary>
    public static unsafe long? FreeBytes(int index)
    {
        if (!NativeLibrary.TryLoad(Driver, out nint driver)) return null;
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out nint init) || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out nint get)
            || !NativeLibrary.TryGetExport(driver, "cuDevicePrimaryCtxRetain", out nint retain)
            || !NativeLibrary.TryGetExport(driver, "cuDevicePrimaryCtxRelease_v2", out nint release)
            || !NativeLibrary.TryGetExport(driver, "cuCtxPushCurrent_v2", out nint push)
            || !NativeLibrary.TryGetExport(driver, "cuCtxPopCurrent_v2", out nint pop)
            || !NativeLibrary.TryGetExport(driver, "cuMemGetInfo_v2", out nint info)) return null;
        int device;
        nint context;
        if (((delegate* unmanaged<uint, int>)init)(0) != 0 || ((delegate* unmanaged<int*, int, int>)get)(&device, index) != 0
            || ((delegate* unmanaged<nint*, int, int>)retain)(&context, device) != 0) return null;
        try
        {
            if (((delegate* unmanaged<nint, int>)push)(context) != 0) return null;
            nuint free, total;
            int answer = ((delegate* unmanaged<nuint*, nuint*, int>)info)(&free, &total);
            _ = ((delegate* unmanaged<nint*, int>)pop)(&context);
            return answer == 0 ? (long)free : null;
        }
        finally
        {
            _ = ((delegate* unmanaged<int, int>)release)(device);
        }
    }
}
