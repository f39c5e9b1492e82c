using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests;

/// <summary>Reads all tensors of a golden safetensors file: u64 header length, JSON header, raw little-endian data.</summary>
internal static class GoldenTensors
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int data = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, data - 8));
        return header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(
            entry => entry.Name,
            entry => Tensor(entry.Value, file.AsSpan(data)));
    }

    private static Tensor Tensor(JsonElement entry, ReadOnlySpan<byte> data)
    {
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
        int[] range = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
        Tensor tensor = empty(shape, entry.GetProperty("dtype").GetString() switch
        {
            "F32" => ScalarType.Float32,
            "F64" => ScalarType.Float64,
            "U8" => ScalarType.Byte,
            "I64" => ScalarType.Int64,
            var other => throw new NotSupportedException(other),
        });
        data[range[0]..range[1]].CopyTo(tensor.bytes);
        return tensor;
    }
}
