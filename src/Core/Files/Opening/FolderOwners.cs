using System.Collections.Concurrent;

namespace Angioboard.Core.Files.Opening;

/// <summary>
/// Folders of other users of this machine, with their owners. An owner can replace anything in them by a link at any moment, so
/// only regular files of that user, reached without links, are opened there. Thread-safe.
/// </summary>
public static class FolderOwners
{
    private const long LargestLog = 1 << 28;

    private static readonly ConcurrentDictionary<string, uint> owners = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<uint, bool> trusted = new();

    /// <summary>Restricts a folder: files below it are opened only if they and the folder belong to this user.</summary>
    public static void Expect(string folder, uint owner) => owners[Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))] = owner;

    /// <summary>
    /// Treats a user as this process's own: on a network drive, files may have another owner id than the process that wrote them.
    /// </summary>
    public static void Trust(uint owner) => trusted[owner] = true;

    /// <summary>Whether this user counts as the process's own.</summary>
    public static bool IsTrusted(uint owner) => owner == FileStatus.User || trusted.ContainsKey(owner);

    /// <summary>The required owner of a folder or of one above it; null if none was set.</summary>
    public static uint? Of(string path) => Find(path)?.Owner;

    /// <summary>
    /// The rule for opening a run's file: strict in another user's folder; otherwise any regular file that the path leads to.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">Maximum bytes.</param>
    /// <param name="ofOthers">Maximum bytes in another user's folder; 0 for the same.</param>
    public static OpenRule Rule(string path, long largest = long.MaxValue, long ofOthers = 0) => Find(path) is var (folder, owner)
        ? new OpenRule { Beneath = folder, Owner = owner, Largest = ofOthers > 0 ? ofOthers : largest }
        : OpenRule.Named with { Largest = largest };

    /// <summary>The rule for a log that is read in pieces: the process's own may have any length.</summary>
    public static OpenRule LogRule(string path) => Rule(path, ofOthers: LargestLog);

    private static (string Folder, uint Owner)? Find(string path)
    {
        if (owners.IsEmpty) return null;
        for (string? at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
            if (owners.TryGetValue(at, out uint owner)) return (at, owner);
        return null;
    }
}
