using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

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

    // What else is in a folder may hold figures of the test split: reports, and whatever people put there.
    private static readonly string[] WithoutFigures =
        ["settings.json", "split.json", "launch.json", "train.meta.json", "metrics.jsonl", "console.log", "calibration.json",
            "train_log.pdf", "trainer.json", "test-seal.json"];

    /// <summary>
    /// The files that may be shown, by name. Links are left out, since they may lead anywhere. Empty if the folder does not exist.
    /// </summary>
    public static IReadOnlyList<RunArtifact> List(Run run) =>
        [.. List(run.Folder).Where(artifact => !IsSealed(run, artifact.Name))];

    /// <summary>The number of files that are kept back.</summary>
    public static int Sealed(Run run) =>
        run.Hidden == HiddenSplits.None ? 0 : List(run.Folder).Count(artifact => IsSealed(run, artifact.Name));

    /// <summary>Whether a file is kept back because it may hold figures of a sealed test split.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The file's path below the run's folder, with slashes.</param>
    public static bool IsSealed(Run run, string name)
    {
        if (run.Hidden == HiddenSplits.None) return false;
        // It may hold what an evaluation on another dataset printed.
        if (name == "trainer.log") return run.Hidden.AnyIn(run.Folder);
        return name.Split('/') is ["evaluations", { } dataset, .. { Length: > 0 } rest]
            ? run.Hidden.Elsewhere(dataset) is not null && !IsWithoutFigures(rest)
            : run.Hidden.Own is not null && !IsWithoutFigures(name.Split('/'));
    }

    private static bool IsWithoutFigures(string[] path) => path is ["logs", _, ..]
        || (path is [{ } file] && (WithoutFigures.Contains(file) || file.EndsWith(".ckpt", StringComparison.Ordinal)));

    internal static IReadOnlyList<RunArtifact> List(string runFolder)
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
