using Angioboard.Core;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Dashboard.Api;

/// <summary>The files of a run's folder by their relative names. A requested name is only ever compared with existing files.</summary>
internal sealed class RunDownloads(Run run)
{
    private readonly string folder = run.Folder;

    private static readonly EnumerationOptions everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>
    /// The files, by name; links are left out, because they may point anywhere, and what may hold figures of a sealed test split. Empty if
    /// the folder is not a run's, or was replaced.
    /// </summary>
    public IReadOnlyList<FileInfo> Files() => RunArtifacts.IsRun(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*", everything).Where(file => !RunArtifacts.IsSealed(run, Name(file)))
            .OrderBy(file => file.FullName, StringComparer.Ordinal)]
        : [];

    /// <summary>Opens one of them, if it is still a file of this folder.</summary>
    /// <exception cref="InputException">It is not a file of the run, or no longer belongs to the run's user.</exception>
    /// <exception cref="IOException">It no longer exists, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FileStream Open(FileInfo file) =>
        SafeOpen.Read(file.FullName, new OpenRule { Beneath = folder, Owner = FolderOwners.Of(folder) }, 1 << 16);

    /// <summary>The run's predictions.json, of which the caller leaves out sealed splits; null if there is none.</summary>
    public static FileInfo? Predictions(Run run) => new RunDownloads(run with { Hidden = HiddenSplits.None }).Find("predictions.json");

    /// <summary>A file's name relative to the folder, with slashes.</summary>
    public string Name(FileInfo file) => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Whether a file of this name is kept back.</summary>
    public bool IsSealed(string name) => RunArtifacts.IsSealed(run, name);

    /// <summary>The file of exactly this name, or null.</summary>
    public FileInfo? Find(string name) => Files().FirstOrDefault(file => string.Equals(Name(file), name, StringComparison.Ordinal));
}
