namespace Angioboard.Jobs.Tests.Training;

/// <summary>A phantom dataset whose every phase takes long enough to be interrupted, made once, for tests that only read it.</summary>
public sealed class LargeStudy : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The study's folder.</summary>
    public string Folder => folder.File("study");

    /// <summary>Its split file.</summary>
    public string Split => folder.File("study", "split.json");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        (await AngioboardProcess.RunAsync("phantom", "--output", Folder, "--exams", "300", "--seed", "5")).Done();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
