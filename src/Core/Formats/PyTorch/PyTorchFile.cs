using System.Text;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>
/// Files of <c>torch.save</c>. Values: null, bool, long (BigInteger beyond 64 bits), double, string, byte[]; lists as
/// <c>List&lt;object?&gt;</c>, tuples as <c>object?[]</c>, dictionaries as <see cref="PickleDictionary"/>; tensors and parameters as
/// CPU tensors with their strides; every other object as <see cref="InertObject"/>, every class or function as <see cref="InertName"/>.
/// No code in a file is ever run.
/// </summary>
public static class PyTorchFile
{
    private const string Pickle = "data.pkl";
    private const long MaxPickleLength = 1 << 28;

    /// <summary>Reads a file; its tensors belong to the caller's dispose scope.</summary>
    /// <exception cref="InputException">The file does not exist, is truncated, damaged or of another kind.</exception>
    public static object? Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        ReadOnlySpan<byte> start = ForeignFile.Start(stream);
        if (LegacyPyTorchFile.Starts(start)) return ReadKeeping(() => LegacyPyTorchFile.Read(stream, path));
        if (!start.StartsWith("PK"u8))
            throw new InputException(
                $"{path}: {ForeignFile.Describe(start, stream.Length)
                    ?? "is not a file of torch.save; check that the download is complete and that this is the right file"}");

        using ZipFileReader zip = ZipFileReader.Open(stream, path);
        return ReadKeeping(() => ReadZip(zip, path));
    }

    /// <summary>
    /// Writes a file for torch.load of PyTorch 1.13 and later, also with weights_only=True. Takes the values of <see cref="Read"/>
    /// except bytes and inert objects, and any dictionary or list of such values. PyTorch 1.13 allows no float with weights_only, so a
    /// double becomes a scalar float64 tensor. Equal content gives equal bytes.
    /// </summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, object? root) => AtomicFile.Write(path, stream => PyTorchFileWriter.Write(stream, root));

    private static object? ReadKeeping(Func<object?> read)
    {
        using DisposeScope scope = NewDisposeScope();
        object? root = read();
        PickleGraph.Tensors(root).ForEach(tensor => tensor.MoveToOuterDisposeScope());
        return root;
    }

    private static object? ReadZip(ZipFileReader zip, string path)
    {
        if (ForeignFile.DescribeZip(zip.Names) is { } foreign) throw new InputException($"{path}: {foreign}");
        string prefix = zip.Names.FirstOrDefault(name => name.Split('/') is [_, Pickle])?[..^(Pickle.Length + 1)]
            ?? throw new InputException(
                $"{path}: is a zip file without {Pickle}, so torch.save did not write it; check that this is the right file");
        if (zip.Length($"{prefix}/constants.pkl") is not null)
            throw new InputException($"{path}: is a TorchScript program; save only its weights: torch.save(model.state_dict(), …)");
        if (zip.Length($"{prefix}/byteorder") is not null && Encoding.ASCII.GetString(zip.ReadAll($"{prefix}/byteorder", 16)) != "little")
            throw new InputException(
                $"{path}: was written on a big-endian machine; load it with PyTorch on this machine and save it again");

        PickleCursor cursor = new(zip.ReadAll($"{prefix}/{Pickle}", MaxPickleLength), path);
        TensorRebuilder tensors = new(new ZipStorages(zip, prefix, path), cursor);
        return new PickleReader(cursor, new PickleConstructor(cursor, tensors)).Read();
    }
}
