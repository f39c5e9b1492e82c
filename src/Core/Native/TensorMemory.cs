using static TorchSharp.torch;

namespace Angioboard.Core.Native;

/// <summary>Direct access to the memory of CPU tensors.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Address of a contiguous tensor's first element; it stays valid as long as the tensor.</summary>
    public static nint Address(this Tensor tensor)
    {
        fixed (byte* start = tensor.bytes) return (nint)start;
    }
}
