using System.Text;

namespace Angioboard.Core.Formats;

/// <summary>Identifies files that hold no weights, or none that can be read here, and gives the remedy.</summary>
internal static class ForeignFile
{
    private const int StartBytes = 512;
    private const int TarMagic = 257;
    private const int Quoted = 80;
    private const string Save = "save the model with PyTorch, torch.save(model.state_dict(), …), or as safetensors";

    private static readonly (byte[] Start, string What)[] Magic =
    [
        ([0x1f, 0x8b], "is a gzip archive, not the weights themselves; unpack it and give the file inside"),
        ([0xfd, .. "7zXZ"u8, 0], "is an xz archive, not the weights themselves; unpack it and give the file inside"),
        ([.. "BZh"u8], "is a bzip2 archive, not the weights themselves; unpack it and give the file inside"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is a zstd archive, not the weights themselves; unpack it and give the file inside"),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "is a 7z archive, not the weights themselves; unpack it and give the file inside"),
        ([.. "Rar!"u8], "is a rar archive, not the weights themselves; unpack it and give the file inside"),
        ([0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n'], $"is an HDF5 file (.h5, from TensorFlow or Keras), which cannot be read here; {Save}"),
        ([0x93, .. "NUMPY"u8], $"is a NumPy array (.npy), not a model's weights by name; {Save}"),
        ([.. "GGUF"u8], $"is a GGUF file, which cannot be read here; {Save}"),
        ([.. "%PDF"u8], "is a PDF document, not the weights; download them"),
    ];

    /// <summary>The first bytes of a stream, which is then rewound.</summary>
    public static ReadOnlySpan<byte> Start(FileStream stream)
    {
        byte[] start = new byte[StartBytes];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start.AsSpan(0, length);
    }

    /// <summary>Describes a file that begins with these bytes; null if unknown.</summary>
    public static string? Describe(ReadOnlySpan<byte> start, long length)
    {
        if (length == 0) return "is empty; download or copy the file again";
        foreach ((byte[] magic, string what) in Magic) if (start.StartsWith(magic)) return what;
        if (start.Length > TarMagic + 5 && start[TarMagic..].StartsWith("ustar"u8))
            return "is a tar archive, not the weights themselves; unpack it and give the file inside";
        if (Text(start) is { } text) return DescribeText(text);
        if (start.Length >= 64 && !start.ContainsAnyExcept((byte)0))
            return "starts with zeros only, like an unfinished download; download it again";
        if (start is [0x08, > 0 and < 32, 0x12 or 0x1a or 0x22 or 0x32 or 0x3a or 0x42, ..])
            return $"is an ONNX file or a TensorFlow graph, which cannot be read here; {Save}";
        // A MessagePack map whose first key is text.
        return start is [>= 0x81 and <= 0x8f, >= 0xa1 and <= 0xbf, ..] or [0xde or 0xdf, ..]
            ? $"is a MessagePack file (.msgpack, from Flax), which cannot be read here; {Save}"
            : null;
    }

    /// <summary>Describes a zip file with these names; null if it may be from torch.save.</summary>
    public static string? DescribeZip(IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Any(name => name.Split('/') is [_, "data.pkl"])) return null;
        if (all.Length > 0 && all.All(name => name.EndsWith(".npy", StringComparison.Ordinal)))
            return $"is a NumPy archive (.npz), the format of JAX's vision transformers; load it with timm, then {Save}";
        if (all.Any(name => name.EndsWith(".weights.h5", StringComparison.Ordinal)))
            return $"is a Keras model (.keras), which cannot be read here; {Save}";
        string[] endings = [".pth", ".pt", ".ckpt", ".bin", ".safetensors"];
        return all.FirstOrDefault(name => endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) is { } within
            ? $"is a zip archive that holds {within}; unpack it and give that file"
            : null;
    }

    private static string DescribeText(string text)
    {
        bool Begins(params ReadOnlySpan<string> words)
        {
            foreach (string word in words) if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        if (Begins("version https://git-lfs.github.com", "version https://hawser.github.com"))
            return "is a Git LFS pointer, not the weights; fetch them with git lfs pull, or download them";
        if (Begins("/annex/objects/", "../.git/annex/", ".git/annex/"))
            return "is a git-annex pointer, not the weights; fetch them with git annex get";
        if (Begins("<!doctype html", "<html", "<head", "<body", "<!--", "<script"))
            return "is a web page, not the weights; download the file itself (on a hub, use the /resolve/ link, not /blob/; you may have "
                + "been sent a sign-in page)";
        if (Begins("<")) return $"is XML text, such as a server's answer ({Quote(text)}), not the weights; download them again";
        if (Begins("{", "["))
            return $"is JSON text, such as a server's answer, a configuration or an index of weights split over several files "
                + $"({Quote(text)}), not the weights; download them";
        return $"is text ({Quote(text)}), not the weights; check that this is the right file, or download it again";
    }

    private static string Quote(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Quoted ? line : $"{line[..Quoted]}…";
    }

    // UTF-8, or UTF-16 with a byte order mark, without control characters; the last character may be incomplete.
    private static string? Text(ReadOnlySpan<byte> start)
    {
        string text = start switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode.GetString(start[2..]),
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode.GetString(start[2..]),
            _ => Encoding.UTF8.GetString(start).TrimEnd('\ufffd'),
        };
        text = text.TrimStart('\ufeff').Trim();
        return text.Length > 0 && !text.Any(c => c == '\ufffd' || char.IsControl(c) && !char.IsWhiteSpace(c)) ? text : null;
    }
}
