using Angioboard.Core;
using Angioboard.Faults.Fuzz.Mutations;

namespace Angioboard.Faults.Fuzz;

/// <summary>The inputs of a campaign: the seed and an input's number determine its reader and its bytes.</summary>
internal sealed class FuzzInputs(FuzzReaders readers, FuzzFolder folder, int seed)
{
    private readonly Dictionary<string, IReadOnlyList<byte[]>> seeds =
        readers.All.ToDictionary(reader => reader.Name, reader => folder.SeedFiles(reader.Name));
    private readonly FuzzReader[] drawn = [.. readers.All.SelectMany(reader => Enumerable.Repeat(reader, reader.Weight))];

    /// <summary>The input with this number. Bombs come first, then the real files unchanged, then damaged ones.</summary>
    public (FuzzReader Reader, byte[] Bytes) Make(int number)
    {
        if (number < FuzzBombs.All.Count)
        {
            (string name, _, Func<FuzzFolder, byte[]> make) = FuzzBombs.All[number];
            return (readers.All.Single(reader => reader.Name == name), make(folder));
        }
        number -= FuzzBombs.All.Count;
        foreach (FuzzReader whole in readers.All)
        {
            if (number < seeds[whole.Name].Count) return (whole, seeds[whole.Name][number]);
            number -= seeds[whole.Name].Count;
        }

        SeededRandom random = new(seed, "fuzz", number);
        FuzzReader reader = drawn[random.NextInt(drawn.Length)];
        IReadOnlyList<byte[]> files = seeds[reader.Name];
        byte[] file = [.. files[random.NextInt(files.Count)]];
        // A few changes reach deep into a reader; many test its checks together.
        for (int change = random.Chance(0.6) ? random.NextInt(3) : random.NextInt(12); change >= 0; change--)
            file = Change(reader, file, files[random.NextInt(files.Count)], random);
        return (reader, file);
    }

    private byte[] Change(FuzzReader reader, byte[] file, byte[] other, SeededRandom random)
    {
        if (random.Chance(0.02))
        {
            // A file of another kind, or a part of it.
            IReadOnlyList<byte[]> foreign = seeds[readers.All[random.NextInt(readers.All.Count)].Name];
            return ByteMutations.Change(file, foreign[random.NextInt(foreign.Count)], random);
        }
        if (reader.Kind == FileKind.Plain || random.Chance(0.3)) return ByteMutations.Change(file, other, random);
        return reader.Kind switch
        {
            FileKind.Json => JsonMutations.Change(file, random),
            FileKind.Jpeg => JpegMutations.Change(file, random),
            FileKind.Safetensors => SafetensorsMutations.Change(file, random),
            _ => PyTorchMutations.Change(file, random),
        };
    }
}
