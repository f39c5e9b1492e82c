using System.IO.Compression;
using Angioboard.Core;

namespace Angioboard.Faults.Fuzz.Mutations;

/// <summary>Damage to PyTorch files that keeps the zip valid: other instructions in the pickle, other lengths of the data.</summary>
internal static class PyTorchMutations
{
    private static readonly byte[] Opcodes =
        [.. "(.012JKMNGXUCT]}})ltdeasubBhjqrcRQtoi"u8, 0x80, .. Enumerable.Range(0x81, 0x18).Select(code => (byte)code)];
    private static readonly byte[] Numbers = [0, 1, 2, 3, 4, 0x7f, 0x80, 0xff];

    public static byte[] Change(byte[] file, SeededRandom random) =>
        file is [(byte)'P', (byte)'K', ..] && Entries(file) is { Count: > 0 } entries
            ? Zip(Change(entries, random), random.Chance(0.1))
            : Pickle(file, 0, file.Length, random);

    private static List<(string Name, byte[] Content)> Change(List<(string Name, byte[] Content)> entries, SeededRandom random)
    {
        int pickle = entries.FindIndex(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal)),
            other = random.NextInt(entries.Count);
        switch (random.NextInt(8))
        {
            case 0:
                entries.RemoveAt(other);
                break;
            case 1:
                entries.Add((entries[random.NextInt(entries.Count)].Name, entries[other].Content));
                break;
            case 2:
                byte[] content = entries[other].Content;
                entries[other] =
                    (entries[other].Name, random.Chance(0.5) ? content[..random.NextInt(content.Length + 1)] : [.. content, .. content]);
                break;
            case 3:
                entries[other] = (entries[other].Name, ByteMutations.Change(entries[other].Content, entries[0].Content, random));
                break;
            default:
                if (pickle < 0) break;
                byte[] program = [.. entries[pickle].Content];
                for (int change = random.NextInt(4); change >= 0; change--) program = Pickle(program, 0, program.Length, random);
                entries[pickle] = (entries[pickle].Name, program);
                break;
        }
        return entries;
    }

    private static byte[] Pickle(byte[] program, int start, int length, SeededRandom random)
    {
        if (length == 0) return program;
        int at = start + random.NextInt(length);
        switch (random.NextInt(6))
        {
            case 0:
                program[at] = Opcodes[random.NextInt(Opcodes.Length)];
                return program;
            case 1:
                program[at] = Numbers[random.NextInt(Numbers.Length)];
                return program;
            case 2:
                return [.. program[..at], Opcodes[random.NextInt(Opcodes.Length)], .. program[at..]];
            case 3:
                return [.. program[..at], .. program[(at + 1)..]];
            case 4:
                // A small number becomes a large one: sizes, strides, offsets and counts are such numbers.
                int number = Array.IndexOf(program, (byte)'K', at);
                if (number < 0 || number + 1 >= program.Length) return program;
                byte[] large = [0x8a, 8, .. BitConverter.GetBytes(random.Chance(0.5) ? 1L << random.NextInt(63) : -1L - random.NextInt(9))];
                return [.. program[..number], .. large, .. program[(number + 2)..]];
            default:
                int recall = Array.IndexOf(program, (byte)'h', at);
                if (recall >= 0 && recall + 1 < program.Length) program[recall + 1] = (byte)random.NextInt(64);
                return program;
        }
    }

    /// <summary>The entries of a zip file.</summary>
    public static List<(string Name, byte[] Content)>? Entries(byte[] file)
    {
        try
        {
            using ZipArchive zip = new(new MemoryStream(file));
            return [.. zip.Entries.Select(entry => (entry.FullName, Content(entry)))];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException)
        {
            return null; // Damaged by a change before this one.
        }
    }

    /// <summary>A zip file with these entries.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries, bool compressed)
    {
        using MemoryStream buffer = new();
        using (ZipArchive zip = new(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries.Where(entry => entry.Name.Length > 0))
            {
                using Stream entry = zip.CreateEntry(name, compressed ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        return buffer.ToArray();
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using MemoryStream content = new();
        byte[] part = new byte[1 << 16];
        for (int count; content.Length < 1 << 22 && (count = stream.Read(part)) > 0;) content.Write(part, 0, count);
        return content.ToArray();
    }
}
