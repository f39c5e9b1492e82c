using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Reading;

/// <summary>A file in a run's folder.</summary>
/// <param name="Name">Its path below the folder, with slashes: <c>evaluation.json</c>, <c>logs/events.…</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it last changed.</param>
public sealed record RunArtifact(string Name, long Length, DateTimeOffset Written);

/// <summary>The files of a run's folder.</summary>
public static class RunArtifacts
{
    private static readonly EnumerationOptions Deep = new(
        ) { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private static readonly string[] Marks = ["settings.json", "metrics.jsonl", "console.log"];

    // Locks and requests between processes, and files that are still being written.
    private static readonly string[] Internal = ["trainer.lock", "finish.request"];

    /// <summary>The files, by name. Links are left out, since they may lead anywhere. Empty if the folder does not exist.</summary>
    public static IReadOnlyList<RunArtifact> List(string runFolder)
    {
        DirectoryInfo folder = new(runFolder);
        if (!IsRun(runFolder)) return [];
        return [.. folder.EnumerateFiles("*", Deep)
            .Select(file => Of(folder, file)).OfType<RunArtifact>()
            .Where(artifact => !IsInternal(artifact.Name))
            .OrderBy(artifact => artifact.Name.Count(c => c == '/')).ThenBy(artifact => artifact.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Whether a file is a lock, a request between processes, or still being written: nobody needs a copy of it.</summary>
    public static bool IsInternal(string name) => Internal.Contains(name) || name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <summary>Whether a folder contains a run and still belongs to the same user.</summary>
    public static bool IsRun(string runFolder) =>
        FileStatus.Of(runFolder, follow: true) is { Kind: FileKind.Folder } status
            && (FolderOwners.Of(runFolder) is not { } owner || status.Owner == owner)
        && Marks.Any(file => FileStatus.Of(Path.Combine(runFolder, file)) is { Kind: FileKind.File });

    // Null for a file that was removed after it was listed.
    private static RunArtifact? Of(DirectoryInfo folder, FileInfo file)
    {
        try
        {
            return new RunArtifact(Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'), file.Length,
                file.LastWriteTimeUtc);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
