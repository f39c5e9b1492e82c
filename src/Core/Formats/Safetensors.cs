using System.Buffers.Binary;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.PyTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>
/// Hugging Face's safetensors: the length of a JSON header (8 bytes), the header, then the raw little-endian data.
/// https://github.com/huggingface/safetensors
/// </summary>
public static class Safetensors
{
    /// <summary>Whether to read a file as safetensors: by its first bytes, or by its name if they do not tell.</summary>
    /// <exception cref="InputException">The file does not exist.</exception>
    public static bool IsOne(string path)
    {
        using FileStream stream = InputFile.Open(path);
        ReadOnlySpan<byte> start = ForeignFile.Start(stream);
        return SafetensorsHeader.Starts(start)
            || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && !start.StartsWith("PK"u8)
                && !LegacyPyTorchFile.Starts(start);
    }

    /// <summary>
    /// Reads all tensors, in the header's order, onto the CPU; they belong to the caller's dispose scope. Nothing is allocated before the
    /// header has been checked against the file's length.
    /// </summary>
    /// <exception cref="InputException">The file does not exist, is incomplete or damaged.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        SafetensorsHeader header = SafetensorsHeader.Read(stream, path);

        using DisposeScope scope = NewDisposeScope();
        OrderedDictionary<string, Tensor> tensors = [];
        foreach (SafetensorsEntry entry in header.Entries)
        {
            stream.Position = header.DataStart + entry.Begin;
            Tensor flat = TensorBytes.Create(entry.Type.Scalar, entry.Elements, stream.ReadExactly);
            tensors[entry.Name] = flat.view(entry.Shape);
        }
        foreach (Tensor tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new SafetensorsFile(tensors, header.Metadata);
    }

    /// <summary>
    /// Writes tensors of any device under their names; equal content gives equal bytes. Wider elements come first, so that each
    /// tensor is aligned.
    /// </summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<KeyValuePair<string, Tensor>> byWidth = tensors.OrderByDescending(named => ElementType.Of(named.Value).Bytes).ToList();
        byte[] header = SafetensorsHeader.Format(tensors, byWidth.Select(named => named.Key), metadata);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);

        AtomicFile.Write(path, stream =>
        {
            stream.Write(length);
            stream.Write(header);
            foreach ((_, Tensor tensor) in byWidth) TensorBytes.Read(tensor, stream.Write);
        });
    }
}
