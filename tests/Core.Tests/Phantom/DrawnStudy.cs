using System.Text.Json;
using Angioboard.Core.Phantom;

namespace Angioboard.Core.Tests.Phantom;

/// <summary>One study, drawn once for all tests that only read it.</summary>
public sealed class DrawnStudy : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DrawnStudy() => PhantomStudy.Write(Folder, Options, progress: null, CancellationToken.None);

    public PhantomOptions Options { get; } = new(Exams: 40, Seed: 3);

    public string Folder => folder.Path;

    /// <summary>Every exam's folder, relative to the study's folder, with its split and label.</summary>
    public IReadOnlyList<(string Split, string Exam, int Label)> Exams()
    {
        using JsonDocument split = JsonDocument.Parse(File.ReadAllText(folder.In("split.json")));
        return [.. split.RootElement.EnumerateObject().SelectMany(part => part.Value.EnumerateArray().Select(
            entry => (part.Name, Path.GetDirectoryName(entry[0].GetString())!, entry[1].GetInt32())))];
    }

    /// <summary>An exam's files, by number.</summary>
    public string[] Frames(string exam) =>
        [.. Directory.GetFiles(folder.In(exam)).OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file)))];

    public void Dispose() => folder.Dispose();
}
