using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>Whether a folder's file system has room and does what runs need: locks, replacing a file at once, flushing, names.</summary>
internal static class FolderCheck
{
    private const double FewGigabytes = 10;

    // Clocks of a file server and this machine that differ by more confuse "changed since" and the times in lists.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    /// <summary>The findings about a folder.</summary>
    /// <param name="check">What the folder is for, such as <c>results folder</c>.</param>
    /// <param name="folder">The folder; it may not exist yet.</param>
    /// <param name="leastGigabytes">Below this no run starts.</param>
    /// <param name="time">The clock.</param>
    public static IEnumerable<Finding> Of(string check, string folder, double leastGigabytes, TimeProvider time)
    {
        string? there = folder;
        while (there is not null && !Directory.Exists(there)) there = Path.GetDirectoryName(there);
        if (there is null)
        {
            yield return Finding.Problem(check, $"{folder}: no such drive", "give a folder on a drive that is there");
            yield break;
        }
        string missing = there == folder ? "" : " (not made yet)";
        if (Room(check, folder, there, missing, leastGigabytes) is { } room) yield return room;
        string probe = Path.Combine(there, $".angioboard-doctor-{Guid.NewGuid():N}");
        Finding[] found;
        try
        {
            Directory.CreateDirectory(probe);
            try
            {
                found = [.. Files(check, probe, time)];
            }
            finally
            {
                Directory.Delete(probe, recursive: true);
            }
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            found = [Finding.Problem(check, $"{there}: {(e is InputException ? e.Message : FileTrouble.Words(e))}",
                "give this user the right to write there, or set another folder")];
        }
        foreach (Finding finding in found) yield return finding;
    }

    private static Finding? Room(string check, string folder, string there, string missing, double least)
    {
        try
        {
            double free = new DriveInfo(there).AvailableFreeSpace / 1e9;
            string text = string.Create(CultureInfo.InvariantCulture, $"{folder}{missing}: {free:0.0} GB free");
            return free < least
                ? Finding.Problem(check, text,
                    string.Create(CultureInfo.InvariantCulture, $"free some space: no run starts below {least:0.#} GB"))
                : free < FewGigabytes
                    ? Finding.Caution(check, text, "free some space: checkpoints of a large model take gigabytes")
                    : Finding.Fine(check, text);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is ArgumentException)
        {
            return Finding.Caution(check, $"{folder}: free space is unknown: {FileTrouble.Words(e)}", "check the drive");
        }
    }

    private static IEnumerable<Finding> Files(string check, string probe, TimeProvider time)
    {
        string path = Path.Combine(probe, "file");
        DateTimeOffset before = time.GetUtcNow();
        AtomicFile.WriteText(path, "first");
        DateTimeOffset written = File.GetLastWriteTimeUtc(path), after = time.GetUtcNow();
        AtomicFile.WriteText(path, "second");
        bool replaced = File.ReadAllText(path) == "second" && Directory.GetFiles(probe).Length == 1;
        Disk.Flush(path);
        File.WriteAllText(Path.Combine(probe, "FILE"), "third");
        bool cased = File.ReadAllText(path) == "second";
        bool locks = Locks(Path.Combine(probe, "lock"));
        TimeSpan off = written < before - Skew ? before - written : written > after + Skew ? written - after : TimeSpan.Zero;

        if (!replaced)
            yield return Finding.Problem(check, "a file cannot be replaced at once",
                "move it to a local disk, NFS 4, or another file system whose rename replaces files");
        if (!locks)
            yield return Finding.Caution(check, "its file system has no locks between processes",
                "mount NFS 4, or NFS 3 with lockd and without nolock; until then nothing but trainer.json keeps two trainers apart");
        if (!cased)
            yield return Finding.Caution(check, "its file system does not tell A from a",
                "do not use names of experiments that differ in case only");
        if (off > TimeSpan.Zero)
            yield return Finding.Caution(check,
                string.Create(CultureInfo.InvariantCulture, $"its clock differs from this machine's by {off.TotalSeconds:0} s"),
                "let both synchronise their clocks by NTP");
        if (replaced && locks && cased && off == TimeSpan.Zero)
            yield return Finding.Fine(check, "files are replaced at once, locks work, names and times are right");
    }

    private static bool Locks(string path)
    {
        using IDisposable? first = LockFile.TryTake(path);
        using IDisposable? second = LockFile.TryTake(path);
        return first is not null && second is null;
    }
}
