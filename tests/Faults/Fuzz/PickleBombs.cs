using Angioboard.Faults.Fuzz.Mutations;

namespace Angioboard.Faults.Fuzz;

/// <summary>Pickles that are small for what they would build, or that would make a walk over them endless.</summary>
internal static class PickleBombs
{
    private const int Million = 1_000_000;

    // ] stored under number 0x7f7f7f7f, then the same list appended to itself.
    private static readonly byte[] Itself = [(byte)']', (byte)'r', 0x7f, 0x7f, 0x7f, 0x7f, (byte)'j', 0x7f, 0x7f, 0x7f, 0x7f, (byte)'a'];
    private static readonly byte[] Deep = [.. Repeat(Million, "]"u8), .. Repeat(Million - 1, "a"u8)];
    private static readonly byte[] Shared = [(byte)']', .. Repeat(40, [(byte)'2', 0x86])];

    public static IReadOnlyList<(string Reader, string What, Func<FuzzFolder, byte[]> Make)> All { get; } =
    [
        ("checkpoint", "16 million lists", _ => Alone(Repeat(16 * Million, "]"u8))),
        ("checkpoint", "16 million dictionaries", _ => Alone(Repeat(16 * Million, "}"u8))),
        ("checkpoint", "8 million frozen sets", _ => Alone(Repeat(8 * Million, [(byte)'(', 0x91]))),
        ("checkpoint", "8 million memories", _ => Alone(Repeat(8 * Million, [(byte)'}', 0x94]))),
        ("checkpoint", "4 million objects", _ =>
            Alone([.. "cbuiltins\nset\nq\0"u8, .. Repeat(4 * Million, [(byte)'h', 0, (byte)')', 0x81])])),
        ("checkpoint", "8 million numbers", _ => Alone([.. "]("u8, .. Repeat(8 * Million, [(byte)'K', 1]), .. "e."u8])),
        ("checkpoint", "10 million marks", _ => Alone(Repeat(10 * Million, "("u8))),
        ("checkpoint", "a state_dict that holds itself", _ => Alone("}q\0X\n\0\0\0state_dicth\0s."u8.ToArray())),
        ("weights", "200,000 files in a zip", _ =>
            PyTorchMutations.Zip(Enumerable.Range(0, 200_000).Select(i => ($"archive/data/{i}", Array.Empty<byte>())), compressed: false)),
        ("weights", "a pickle that inflates to 64 MB", _ =>
            PyTorchMutations.Zip([("archive/data.pkl", new byte[64 * Million])], compressed: true)),
        ("weights", "a number of a megabyte as a key", _ =>
            Alone([(byte)'}', 0x8b, .. BitConverter.GetBytes(Million), .. Repeat(Million, [0x7f]), .. "Ns."u8])),
        .. Told("class_names that hold themselves", "class_names", Itself),
        .. Told("class_names a million deep", "class_names", Deep),
        .. Told("class_names that share one value 2^40 times", "class_names", Shared),
        .. Told("a backbone of terabytes", "backbone", Text("vit(img=99999,patch=1,dim=99999,depth=99999,heads=1)")),
        .. Told("a deep backbone", "backbone", Text("vit(img=32,patch=8,dim=2400,depth=99,heads=3)")),
        .. Told("a wide GRU", "hidden_dim", [(byte)'J', 0, 0, 1, 0]),
    ];

    /// <summary>As a checkpoint to resume from, and as weights to predict with.</summary>
    private static IEnumerable<(string Reader, string What, Func<FuzzFolder, byte[]> Make)> Told(
        string what, string setting, byte[] value) =>
        from reader in (string[])["checkpoint", "weights"]
        select (reader, what, (Func<FuzzFolder, byte[]>)(folder => WithSetting(folder, setting, value)));

    /// <summary>The run's own checkpoint with one more hyper-parameter, by instructions of the pickle.</summary>
    private static byte[] WithSetting(FuzzFolder folder, string setting, byte[] value)
    {
        List<(string Name, byte[] Content)> entries = PyTorchMutations.Entries(folder.SeedFiles("checkpoint")[0])!;
        int pickle = entries.FindIndex(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal));
        byte[] program = [.. entries[pickle].Content[..^1], .. Text("hyper_parameters"), (byte)'}', .. Text(setting), .. value, .. "ss."u8];
        entries[pickle] = (entries[pickle].Name, program);
        return PyTorchMutations.Zip(entries, compressed: false);
    }

    private static byte[] Text(string text) =>
        [(byte)'X', .. BitConverter.GetBytes(text.Length), .. System.Text.Encoding.ASCII.GetBytes(text)];

    private static byte[] Alone(byte[] program) => PyTorchMutations.Zip([("archive/data.pkl", [0x80, 2, .. program])], compressed: false);

    private static byte[] Repeat(int count, ReadOnlySpan<byte> piece)
    {
        byte[] all = new byte[count * piece.Length];
        for (int i = 0; i < count; i++) piece.CopyTo(all.AsSpan(i * piece.Length));
        return all;
    }
}
