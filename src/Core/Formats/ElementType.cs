using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>A type of tensor elements under its three names.</summary>
/// <param name="Scalar">TorchSharp's.</param>
/// <param name="Safetensors">In a safetensors header: <c>F32</c>.</param>
/// <param name="Storage">The class of PyTorch that a pickle names for its storage: <c>FloatStorage</c>.</param>
/// <param name="DType">PyTorch's dtype: <c>float32</c>.</param>
/// <param name="Bytes">Bytes an element takes.</param>
internal sealed record ElementType(ScalarType Scalar, string Safetensors, string Storage, string DType, int Bytes)
{
    public static IReadOnlyList<ElementType> All { get; } =
    [
        new(ScalarType.Float64, "F64", "DoubleStorage", "float64", 8),
        new(ScalarType.Float32, "F32", "FloatStorage", "float32", 4),
        new(ScalarType.Float16, "F16", "HalfStorage", "float16", 2),
        new(ScalarType.BFloat16, "BF16", "BFloat16Storage", "bfloat16", 2),
        new(ScalarType.Int64, "I64", "LongStorage", "int64", 8),
        new(ScalarType.Int32, "I32", "IntStorage", "int32", 4),
        new(ScalarType.Int16, "I16", "ShortStorage", "int16", 2),
        new(ScalarType.Int8, "I8", "CharStorage", "int8", 1),
        new(ScalarType.Byte, "U8", "ByteStorage", "uint8", 1),
        new(ScalarType.Bool, "BOOL", "BoolStorage", "bool", 1),
    ];

    /// <summary>The type of a tensor about to be written.</summary>
    /// <exception cref="NotSupportedException">These files cannot hold complex or quantized tensors.</exception>
    public static ElementType Of(Tensor tensor) => All.FirstOrDefault(t => t.Scalar == tensor.dtype)
        ?? throw new NotSupportedException($"tensors of {tensor.dtype} cannot be written");
}
