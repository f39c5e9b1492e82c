namespace Angioboard.Dashboard.Api;

/// <summary>The files of a run's folder by their relative names. A name asked for is only ever compared with what is there.</summary>
internal sealed class RunFolder(string folder)
{
    private static readonly EnumerationOptions everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>The files, by name; links are left out, for they may lead anywhere.</summary>
    public IReadOnlyList<FileInfo> Files() => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*", everything).OrderBy(file => file.FullName, StringComparer.Ordinal)]
        : [];

    /// <summary>A file's name relative to the folder, with slashes.</summary>
    public string Name(FileInfo file) => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The file of exactly this name, or null.</summary>
    public FileInfo? Find(string name) => Files().FirstOrDefault(file => string.Equals(Name(file), name, StringComparison.Ordinal));
}
