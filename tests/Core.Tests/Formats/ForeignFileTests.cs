using System.IO.Compression;
using System.Text;
using Angioboard.Core.Models.Weights;

namespace Angioboard.Core.Tests.Formats;

/// <summary>Other files in place of weights are recognised for what they are, whatever their name.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    [Theory]
    [InlineData("", "is empty; download or copy the file again")]
    [InlineData("\n<!DOCTYPE html>\n<html><head>", "is a web page, not the weights; download the file itself")]
    [InlineData("\ufeff<html>", "is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "is a Git LFS pointer, not the weights; fetch them with git lfs pull")]
    [InlineData("/annex/objects/SHA256E-s12--4d7a.pth\n", "is a git-annex pointer")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        "is XML text, such as a server's answer (<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>), not the weights")]
    [InlineData("{\"error\": \"Repository not found\"}",
        "is JSON text, such as a server's answer, a configuration or an index of weights split over several files ({\"error\": "
            + "\"Repository not found\"})")]
    [InlineData("Entry not found", "is text (Entry not found), not the weights")]
    public void Text_is_recognised_and_quoted(string text, string told) => Refused(Encoding.UTF8.GetBytes(text), told);

    [Theory]
    [InlineData("1f8b0800000000000003", "is a gzip archive")]
    [InlineData("894844460d0a1a0a00", "is an HDF5 file (.h5, from TensorFlow or Keras)")]
    [InlineData("934e554d5059010076", "is a NumPy array (.npy)")]
    [InlineData("0807120770797463682d", "is an ONNX file or a TensorFlow graph")]
    [InlineData("81a6706172616d7385", "is a MessagePack file (.msgpack, from Flax)")]
    [InlineData("de0003a6706172616d", "is a MessagePack file (.msgpack, from Flax)")]
    public void Files_of_other_programs_are_recognised(string start, string told) =>
        Refused([.. Convert.FromHexString(start), .. new byte[64]], told);

    [Fact]
    public void Tars_and_unfinished_downloads_are_recognised()
    {
        byte[] tar = [.. "weights.pth"u8, .. new byte[246], .. "ustar\0"u8, .. new byte[512]];

        Refused(tar, "is a tar archive");
        Refused(new byte[4096], "starts with zeros only, like an unfinished download");
    }

    [Theory]
    [InlineData("a/kernel.npy", "is a NumPy archive (.npz), the format of JAX's vision transformers")]
    [InlineData("folder/weights.pth", "is a zip archive that holds folder/weights.pth; unpack it")]
    [InlineData("model.weights.h5", "is a Keras model")]
    [InlineData("readme.txt", "is a zip file without data.pkl")]
    public void Other_zip_files_are_recognised(string entry, string told)
    {
        using (ZipArchive zip = ZipFile.Open(scratch.File("made.zip"), ZipArchiveMode.Create)) zip.CreateEntry(entry);

        Refused(File.ReadAllBytes(scratch.File("made.zip")), told, "weights.pth", "weights.safetensors");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(90)]
    public void Incompletely_downloaded_safetensors_are_recognised(int length)
    {
        const string Header = """{"a":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}}""";
        byte[] whole = [.. BitConverter.GetBytes((long)Header.Length), .. Encoding.ASCII.GetBytes(Header), .. new byte[32]];

        string problem = Refused(whole[..length], "the file is damaged, so copy, download or save it again", "weights.safetensors");

        Assert.Contains(length == 3 ? "too few for a safetensors file" : "is cut short", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torch_file_named_safetensors_and_safetensors_whose_length_looks_like_an_archive_are_read()
    {
        Python.RunIn(scratch.Path, "import torch; torch.save({'a': torch.ones(2)}, 'torch.safetensors')");
        byte[] header = Encoding.ASCII.GetBytes("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""".PadRight(0x8b1f));
        byte[] zipped = scratch.File("gzip.pth", [.. BitConverter.GetBytes((long)header.Length), .. header, 7]) is { } path
            ? File.ReadAllBytes(path)[..2]
            : [];

        using WeightsFile torch = WeightsFile.Read(scratch.File("torch.safetensors")),
            safetensors = WeightsFile.Read(scratch.File("gzip.pth"));

        Assert.Equal([0x1f, 0x8b], zipped);
        Assert.Equal(["a"], torch.Tensors.Keys);
        Assert.Equal(["a"], safetensors.Tensors.Keys);
    }

    public void Dispose() => scratch.Dispose();

    private string Refused(byte[] content, string told, params string[] names)
    {
        string problem = "";
        foreach (string name in names is [] ? ["weights.safetensors", "weights.pth", "last.ckpt"] : names)
        {
            string path = scratch.File(name, content);
            problem = Assert.Single(Assert.Throws<InputException>(() => WeightsFile.Read(path)).Problems);
            Assert.StartsWith($"{path}: ", problem, StringComparison.Ordinal);
            Assert.Contains(told, problem, StringComparison.Ordinal);
        }
        return problem;
    }
}
