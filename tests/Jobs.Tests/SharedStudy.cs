using Angioboard.Jobs.Tests;

[assembly: AssemblyFixture(typeof(SharedStudy))]

namespace Angioboard.Jobs.Tests;

/// <summary>A phantom dataset of 12 exams and a run on it, made once, for tests that only read them.</summary>
public sealed class SharedStudy : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The study's folder.</summary>
    public string Folder => folder.File("study");

    /// <summary>Its split file.</summary>
    public string Split => folder.File("study", "split.json");

    /// <summary>A finished experiment of the tiny model.</summary>
    public string Run => folder.File("results", "Train_1");

    /// <summary>Options that name the study.</summary>
    public string[] Options => ["--split", Split, "--datadir", Folder, "--data", "phantom"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        (await AngioboardProcess.RunAsync("phantom", "--output", Folder, "--exams", "12", "--seed", "5")).Done();
        (await AngioboardProcess.RunAsync(["experiment", "--output", folder.File("results"), .. TinyModel.On(Options)])).Done();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy of the study that a test may change.</summary>
    internal string CopyTo(TemporaryFolder target)
    {
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            string copy = target.File("study", Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(file));
        }
        return target.File("study");
    }
}
