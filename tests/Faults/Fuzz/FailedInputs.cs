namespace Angioboard.Faults.Fuzz;

/// <summary>Keeps failed inputs for inspection after the campaign.</summary>
internal sealed class FailedInputs(FuzzFolder folder, int seed)
{
    private const int Most = 50;
    private const long LargestBytes = 32 << 20;

    private readonly FuzzInputs inputs = new(new FuzzReaders(folder), folder, seed);
    private readonly string kept = Path.Combine(Path.GetTempPath(), $"angioboard-fuzz-{seed}");
    private int count;

    /// <summary>Writes the input and returns its path.</summary>
    public string Keep(int number)
    {
        (FuzzReader reader, byte[] bytes) = inputs.Make(number);
        if (bytes.Length > LargestBytes || ++count > Most) return "not kept";
        string input = Path.Combine(kept, $"{number}");
        Directory.CreateDirectory(input);
        string path = Path.Combine(input, reader.FileName);
        File.WriteAllBytes(path, bytes);
        return $"kept as {path}";
    }
}
