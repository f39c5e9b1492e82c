using static TorchSharp.torch;

namespace Angioboard.Core.Native;

/// <summary>The memory of tensors on the processor, for code of ours that computes in it.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Where a contiguous tensor's first element lies: it does not move, and is there as long as the tensor.</summary>
    public static nint Address(this Tensor tensor)
    {
        fixed (byte* start = tensor.bytes) return (nint)start;
    }
}
