using System.Buffers.Binary;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>Plain values from pickled NumPy scalars and arrays.</summary>
internal static class NumpyValues
{
    private const string DType = "numpy.dtype";
    private static readonly string[] Arrays = ["numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"];
    private static readonly string[] Buffers = ["numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"];  // protocol 5

    /// <summary>Names of inert objects and classes that only describe values.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>([DType, "numpy.ndarray", .. Arrays, .. Buffers]);

    /// <summary>A little-endian number or Boolean; null for any other scalar.</summary>
    public static object? Scalar(InertObject dtype, ReadOnlySpan<byte> bytes) => (Code(dtype), bytes.Length) switch
    {
        ("f8", 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ("f4", 4) => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ("f2", 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ("i8", 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        ("i4", 4) => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ("i2", 2) => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ("i1", 1) => (long)(sbyte)bytes[0],
        ("u1", 1) => (long)bytes[0],
        ("b1", 1) => bytes[0] != 0,
        _ => null,
    };

    /// <summary>The elements of a vector of numbers, or null if <paramref name="value"/> is none.</summary>
    public static IReadOnlyList<object?>? Elements(object? value) => value switch
    {
        InertObject { State: object?[] and [_, object?[] and { Length: <= 1 }, InertObject dtype, _, byte[] bytes] } array
            when Arrays.Contains(array.Type) => Elements(dtype, bytes),
        InertObject { Arguments: [byte[] bytes, InertObject dtype, object?[] and { Length: <= 1 }, ..] } array
            when Buffers.Contains(array.Type) => Elements(dtype, bytes),
        _ => null,
    };

    private static object?[]? Elements(InertObject dtype, byte[] bytes)
    {
        if (Code(dtype) is not { } code || bytes.Length % (code[1] - '0') != 0) return null;
        return [.. bytes.Chunk(code[1] - '0').Select(element => Scalar(dtype, element))];
    }

    /// <summary>Kind and width of a little-endian dtype, such as <c>f8</c>.</summary>
    private static string? Code(InertObject dtype) =>
        dtype is { Type: DType, Arguments: [string and { Length: 2 } code, ..] }
        && code[1] is '1' or '2' or '4' or '8'
        && dtype.State is null or object?[] and [_, "<" or "|" or "=", ..]
            ? code
            : null;
}
