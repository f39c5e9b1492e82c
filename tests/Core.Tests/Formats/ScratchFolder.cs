namespace Angioboard.Core.Tests.Formats;

/// <summary>A folder of a test's own, gone when it ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"angioboard-test-{Guid.NewGuid():n}");

    public string File(string name) => Path.Combine(Folder, name);

    public string File(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
