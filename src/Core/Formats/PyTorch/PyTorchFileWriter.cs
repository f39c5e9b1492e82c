using System.IO.Compression;
using System.Runtime.InteropServices;
using Angioboard.Core.Formats.Pickle;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>
/// Writes the zip file of torch.save: the pickle, then each storage in turn, so that the model is not copied in memory.
/// </summary>
internal static class PyTorchFileWriter
{
    private const string Prefix = "archive";

    // One date for all, so that equal content gives equal bytes.
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream stream, object? root)
    {
        PickleWriter pickle = new();
        byte[] program = pickle.Write(root);

        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "data.pkl", target => target.Write(program));
        Add(zip, "byteorder", target => target.Write("little"u8));
        for (int key = 0; key < pickle.Storages.Count; key++)
        {
            Tensor storage = pickle.Storages[key];
            Add(zip, $"data/{key}", target => Write(target, storage));
        }
        if (pickle.Doubles.Count > 0)
            Add(zip, $"data/{PickleWriter.DoublesKey}", target =>
                target.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(pickle.Doubles))));
        Add(zip, "version", target => target.Write("3\n"u8));
    }

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry($"{Prefix}/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = Date;
        using Stream target = entry.Open();
        write(target);
    }

    private static void Write(Stream target, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBytes.Read(tensor.detach().cpu().contiguous(), target.Write);
    }
}
