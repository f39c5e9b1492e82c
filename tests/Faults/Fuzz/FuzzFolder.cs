namespace Angioboard.Faults.Fuzz;

/// <summary>A campaign's files.</summary>
internal sealed record FuzzFolder(string Path)
{
    /// <summary>The phantom dataset that split files name.</summary>
    public string Study => System.IO.Path.Combine(Path, "study");

    /// <summary>The run from which the seeds of run files come.</summary>
    public string Run => System.IO.Path.Combine(Path, "results", "Train_1");

    /// <summary>The real files from which a reader's inputs are made.</summary>
    public string Seeds(string reader) => System.IO.Path.Combine(Path, "seeds", reader);

    /// <summary>Where a process writes its next input.</summary>
    public string Scratch(int process) => System.IO.Path.Combine(Path, $"process-{process}");

    /// <summary>The real files of a reader, in a fixed order.</summary>
    public IReadOnlyList<byte[]> SeedFiles(string reader) =>
        [.. Directory.GetFiles(Seeds(reader)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
