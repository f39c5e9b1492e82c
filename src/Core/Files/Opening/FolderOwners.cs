using System.Collections.Concurrent;

namespace Angioboard.Core.Files.Opening;

/// <summary>
/// Folders of other users of this machine, with whose they are. Their owner can put a link in the place of anything in them, at any moment: so
/// what is opened there is a regular file of that very user, reached through no link, or nothing. Safe for any thread.
/// </summary>
public static class FolderOwners
{
    private const long LargestLog = 1 << 28;

    private static readonly ConcurrentDictionary<string, uint> owners = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<uint, bool> trusted = new();

    /// <summary>From now on files below a folder are opened only if they and it are this user's.</summary>
    public static void Expect(string folder, uint owner) => owners[Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))] = owner;

    /// <summary>Counts a user as this process: on a network drive files may belong to another number than the process that wrote them.</summary>
    public static void Trust(uint owner) => trusted[owner] = true;

    /// <summary>Whether a file of this user is as good as our own.</summary>
    public static bool IsTrusted(uint owner) => owner == FileStatus.User || trusted.ContainsKey(owner);

    /// <summary>The user whose a folder must be, or one above it; null where nobody said.</summary>
    public static uint? Of(string path) => Find(path)?.Owner;

    /// <summary>How a run's file is opened: of another user's folder strictly; else whatever the path leads to, if that is a regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">Bytes that it may have.</param>
    /// <param name="ofOthers">Bytes that it may have in another user's folder; 0 for as many.</param>
    public static OpenRule Rule(string path, long largest = long.MaxValue, long ofOthers = 0) => Find(path) is var (folder, owner)
        ? new OpenRule { Beneath = folder, Owner = owner, Largest = ofOthers > 0 ? ofOthers : largest }
        : OpenRule.Named with { Largest = largest };

    /// <summary>The rule of a log that is read piece by piece: our own may be as long as it is.</summary>
    public static OpenRule LogRule(string path) => Rule(path, ofOthers: LargestLog);

    private static (string Folder, uint Owner)? Find(string path)
    {
        if (owners.IsEmpty) return null;
        for (string? at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
            if (owners.TryGetValue(at, out uint owner)) return (at, owner);
        return null;
    }
}
