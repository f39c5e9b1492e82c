using System.IO.Hashing;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>
/// Writes the zip of torch.save: the pickle, then storage by storage, so that no second copy of a model is made in memory.
/// </summary>
internal static class PyTorchFileWriter
{
    private const string Prefix = "archive";

    public static void Write(Stream stream, object? root)
    {
        PickleWriter pickle = new();
        byte[] program = pickle.Write(root);

        using ZipFileWriter zip = new(stream);
        Add(zip, "data.pkl", program);
        Add(zip, "byteorder", "little"u8);
        for (int key = 0; key < pickle.Storages.Count; key++) Add(zip, $"data/{key}", pickle.Storages[key]);
        if (pickle.Doubles.Count > 0)
            Add(zip, $"data/{PickleWriter.DoublesKey}", MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(pickle.Doubles)));
        Add(zip, "version", "3\n"u8);
        zip.Finish();
    }

    private static void Add(ZipFileWriter zip, string name, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        zip.Add($"{Prefix}/{name}", bytes.Length, Crc32.HashToUInt32(bytes), stream => stream.Write(bytes));
    }

    private static void Add(ZipFileWriter zip, string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor plain = tensor.detach().cpu().contiguous();
        Crc32 crc = new();
        TensorBytes.Read(plain, crc.Append);
        long length = plain.numel() * ElementType.Of(plain).Bytes;
        zip.Add($"{Prefix}/{name}", length, crc.GetCurrentHashAsUInt32(), stream => TensorBytes.Read(plain, stream.Write));
    }
}
