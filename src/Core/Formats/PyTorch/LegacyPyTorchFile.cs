using System.Numerics;
using Angioboard.Core.Formats.Pickle;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>
/// Files that PyTorch wrote before 1.6: five pickles (a magic number, the version, the machine, the object, the keys of its storages),
/// then the storages.
/// </summary>
internal static class LegacyPyTorchFile
{
    private const long Version = 1001;
    private const int MaxPickles = 1 << 28;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");

    /// <summary>Whether a file's first bytes are a pickle's.</summary>
    public static bool Starts(ReadOnlySpan<byte> bytes) => bytes is [0x80, >= 2 and <= 5, ..];

    public static object? Read(FileStream stream, string path)
    {
        byte[] start = new byte[(int)Math.Min(stream.Length, MaxPickles)];
        stream.ReadExactly(start);
        PickleCursor cursor = new(start, path);
        LegacyStorages storages = new(path, stream.Length);
        PickleConstructor constructor = new(cursor, new TensorRebuilder(storages, cursor));

        if (!Magic.Equals(new PickleReader(cursor, constructor).Read()) || new PickleReader(cursor, constructor).Read() is not Version)
            throw new InputException($"{path}: is a bare pickle, not a file of torch.save; save it with torch.save");
        if (new PickleReader(cursor, constructor).Read() is not PickleDictionary machine
            || machine.GetValueOrDefault("little_endian") is not true)
            throw new InputException($"{path}: was written on a big-endian machine; load it with PyTorch and save it again");
        object? root = new PickleReader(cursor, constructor).Read();
        if (new PickleReader(cursor, constructor).Read() is not List<object?> keys) throw cursor.Damaged("does not list its storages");

        stream.Position = cursor.Position;
        try
        {
            storages.Fill(stream, keys);
        }
        catch (EndOfStreamException e)
        {
            throw new InputException($"{path}: is cut off within its tensors; copy, download or save the whole file again", e);
        }
        return root;
    }
}
