using System.IO.Compression;
using System.Text;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Formats.PyTorch;

public sealed class DamagedPyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_with_a_remedy()
    {
        byte[] whole = File.ReadAllBytes(GoldenFiles.Path("peer", "start", "last.ckpt"));
        foreach (int length in new[] { 0, 1, 3, 4, 100, whole.Length / 2, whole.Length - 1 })
        {
            string path = scratch.File("cut.ckpt", whole[..length]);

            InputException refusal = Assert.Throws<InputException>(() => PyTorchFile.Read(path));

            Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
            Assert.Matches("cop|download", refusal.Message);
        }
    }

    [Fact]
    public void Damage_of_any_kind_is_reported_as_input()
    {
        Python.RunIn(scratch.Path, """
            import argparse, numpy, torch
            torch.save({'a': torch.ones(3, 4).t(), 'n': argparse.Namespace(x=1.5), 'l': [(1, 'x'), {2: None}], 'p': torch.nn.Parameter(torch.ones(2).half()),
                'v': numpy.arange(3)}, 'small.pt')
            torch.save({'a': torch.ones(3, 4)}, 'legacy.pt', _use_new_zipfile_serialization=False)
            """);
        byte[] small = File.ReadAllBytes(scratch.File("small.pt")), legacy = File.ReadAllBytes(scratch.File("legacy.pt"));
        int pickle = small.AsSpan().IndexOf("}q"u8), directory = small.AsSpan().IndexOf("PK\x1\x2"u8);
        int[] structure = [.. Enumerable.Range(pickle, 700), .. Enumerable.Range(directory, small.Length - directory)];

        Mutations.OnlyInputExceptions(small, 1500, scratch, path => PyTorchFile.Read(path), structure);
        Mutations.OnlyInputExceptions(legacy, 500, scratch, path => PyTorchFile.Read(path));
    }

    [Fact]
    public void A_storage_whose_size_differs_from_the_pickle_is_refused()
    {
        string path = Rezip(entry => entry.Name == "archive/data/0" ? entry.Content[..^4] : entry.Content);

        InputException refusal = Assert.Throws<InputException>(() => PyTorchFile.Read(path));

        Assert.Contains("archive/data/0 has 8 bytes, but its pickle declares 3 elements of float32", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_reads_and_a_bomb_is_refused()
    {
        string compressed = Rezip(entry => entry.Content, CompressionLevel.Optimal);
        string bomb = Rezip(entry => entry.Name == "archive/data/0" ? new byte[200 << 20] : entry.Content, CompressionLevel.Optimal);

        PickleDictionary read = (PickleDictionary)PyTorchFile.Read(compressed)!;
        InputException refusal = Assert.Throws<InputException>(() => PyTorchFile.Read(bomb));

        Assert.Equal(3, ((Tensor)read["a"]!).numel());
        Assert.StartsWith(bomb, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(((((", "ends too early")]
    [InlineData("}.", null)]
    [InlineData("0", "empty stack")]
    [InlineData("h\x1", "never stored")]
    [InlineData("I1\n.", "protocols 2 to 5")]
    [InlineData("]K\u0001b.", "sets the state")]
    [InlineData("X\u007f\u007f\u007f\u007fa", "ends too early")]
    [InlineData("(K\x1u.", "empty stack")]
    public void A_nonsensical_pickle_is_refused(string program, string? problem)
    {
        string path = Zip([("archive/data.pkl", [0x80, 2, .. Encoding.Latin1.GetBytes(program)])]);

        Exception? refusal = Record.Exception(() => PyTorchFile.Read(path));

        if (problem is null) Assert.Null(refusal);
        else Assert.Matches(problem, Assert.IsType<InputException>(refusal).Message);
    }

    [Theory]
    [InlineData(8, 2, true)]
    [InlineData(8, 3, false)]
    [InlineData(12, 2, false)]
    public void Untyped_storages_of_later_PyTorch_are_read_by_the_dtype_beside_them(byte storageBytes, byte elements, bool sound)
    {
        byte[] pickle =
        [
            0x80, 2, .. "ctorch._utils\n_rebuild_tensor_v3\n((X\a\0\0\0storagectorch.storage\nUntypedStorage\nX\x1\0\0\00X\x3\0\0\0cpuK"u8,
            storageBytes,
            .. "tQK\0K"u8, elements, 0x85, .. "K\x1"u8, 0x85, 0x89, .. "ccollections\nOrderedDict\n)Rctorch\nfloat32\ntR."u8,
        ];
        string path = Zip([("archive/data.pkl", pickle), ("archive/data/0", [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])]);

        Exception? refusal = Record.Exception(() =>
        {
            Tensor read = Assert.IsType<Tensor>(PyTorchFile.Read(path));
            Assert.Equal([1f, 2], read.data<float>().ToArray());
        });

        if (sound) Assert.Null(refusal);
        else Assert.IsType<InputException>(refusal);
    }

    [Fact]
    public void Nesting_as_deep_as_the_file_is_long_does_not_overflow_the_stack()
    {
        byte[] deep = [0x80, 2, .. Enumerable.Repeat((byte)']', 1_000_000), .. Enumerable.Repeat((byte)'a', 999_999), (byte)'.'];
        string path = Zip([("archive/data.pkl", deep)]);

        List<object?> read = Assert.IsType<List<object?>>(PyTorchFile.Read(path));

        Assert.IsType<List<object?>>(Assert.Single(read));
    }

    [Fact]
    public void A_short_pickle_that_copies_endlessly_is_refused()
    {
        byte[] pair = [(byte)'K', 1, (byte)'K', 1, 0x86];
        byte[] pairs =
            [.. "(ccollections\nOrderedDict\nq\x1(]q\x2("u8, .. Enumerable.Repeat(pair, 100_000).SelectMany(p => p), (byte)'e', 0x85];
        byte[] again = [(byte)'h', 1, (byte)'h', 2, 0x85, (byte)'R'];
        string path = Zip([("archive/data.pkl", [0x80, 2, .. pairs, .. Enumerable.Repeat(again, 100_000).SelectMany(a => a), (byte)'.'])]);

        InputException refusal = Assert.Throws<InputException>(() => PyTorchFile.Read(path));

        Assert.Contains("copies more than it contains", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a torch file at all", "is text (not a torch file at all), not the weights")]
    [InlineData("", "is empty")]
    [InlineData("\u0001\u0002", "is not a file of torch.save")]
    public void A_file_of_another_kind_is_named_as_such(string content, string problem)
    {
        string path = scratch.File("other.pth", Encoding.UTF8.GetBytes(content));

        InputException refusal = Assert.Throws<InputException>(() => PyTorchFile.Read(path));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }

    private string Zip(IEnumerable<(string Name, byte[] Content)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        string path = scratch.File($"{Guid.NewGuid():n}.pt");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream stream = zip.CreateEntry(name, level).Open();
            stream.Write(content);
        }
        return path;
    }

    private string Rezip(Func<(string Name, byte[] Content), byte[]> change, CompressionLevel level = CompressionLevel.NoCompression)
    {
        string original = scratch.File("original.pt");
        PyTorchFile.Write(original, new OrderedDictionary<string, object?> { ["a"] = ones(3) });
        using ZipArchive zip = ZipFile.OpenRead(original);
        return Zip(zip.Entries.Select(entry => (entry.FullName, change((entry.FullName, Content(entry))))).ToList(), level);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
