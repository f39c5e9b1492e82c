using Angioboard.Core;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.Api;

/// <summary>The files of a run's folder by their relative names. A requested name is only ever compared with existing files.</summary>
internal sealed class RunDownloads(string folder)
{
    private static readonly EnumerationOptions everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>
    /// The files, by name; links are left out, because they may point anywhere. Empty if the folder is not a run's, or was replaced.
    /// </summary>
    public IReadOnlyList<FileInfo> Files() => RunArtifacts.IsRun(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*", everything).OrderBy(file => file.FullName, StringComparer.Ordinal)]
        : [];

    /// <summary>Opens one of them, if it is still a file of this folder.</summary>
    /// <exception cref="InputException">It is not a file of the run, or no longer belongs to the run's user.</exception>
    /// <exception cref="IOException">It no longer exists, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FileStream Open(FileInfo file) =>
        SafeOpen.Read(file.FullName, new OpenRule { Beneath = folder, Owner = FolderOwners.Of(folder) }, 1 << 16);

    /// <summary>A file's name relative to the folder, with slashes.</summary>
    public string Name(FileInfo file) => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The file of exactly this name, or null.</summary>
    public FileInfo? Find(string name) => Files().FirstOrDefault(file => string.Equals(Name(file), name, StringComparison.Ordinal));
}
