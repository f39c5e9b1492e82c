using System.Collections.Concurrent;
using Angioboard.Core.Files;

namespace Angioboard.Core.Data.Cache;

/// <summary>
/// The frame cache shared by runs and processes: one <see cref="FrameCacheFile"/> per exam, and one for its embeddings by each frozen
/// backbone. The least recently used files are removed when space is needed. Deleting the folder at any time only costs time. If it cannot
/// be written to, runs continue without it. Safe for several threads and processes.
/// </summary>
/// <param name="options">Folder and limit.</param>
/// <param name="time">The clock for times of use.</param>
public sealed class FrameCacheFolder(FrameCacheOptions options, TimeProvider? time = null)
{
    /// <summary>Suffix of a file that is being written.</summary>
    internal const string Unfinished = ".tmp";

    // Other data on the disk has priority, especially a run's checkpoints.
    private const long LeftFree = FrameCacheOptions.Gigabyte;

    private const long DefaultLimit = 50 * FrameCacheOptions.Gigabyte;

    private const string Instead = "frames are kept in memory instead, as far as they fit";

    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1), UseNoted = TimeSpan.FromHours(1);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new();
    private readonly Lock gate = new();

    // Files that this process writes: they count as reserved until they are done, also once they have their final name.
    private readonly List<string> writing = [];
    private long limit, taken, reserved, writtenSince;
    private bool ready;

    /// <summary>The folder from this process's environment; null if frames are not cached.</summary>
    /// <exception cref="InputException">The limit in the environment is not valid.</exception>
    public static FrameCacheFolder? FromEnvironment() =>
        FrameCacheOptions.FromEnvironment() is { } options ? new FrameCacheFolder(options) : null;

    /// <summary>The folder of the files.</summary>
    public string Folder => options.Folder;

    /// <summary>Message about why frames are not cached here; null while they are.</summary>
    public string? Trouble { get; private set; }

    /// <summary>An exam's cached frames, if the exam's files have not changed since.</summary>
    internal FrameCacheFile? Open(FrameCacheKey key)
    {
        if (FrameCacheFile.Open(PathOf(key), key) is not { } file) return null;
        Use(key);
        return file;
    }

    /// <summary>Stores an exam's frames and opens them; null if that fails.</summary>
    internal FrameCacheFile? Keep(FrameCacheKey key, ReadOnlySpan<float> frames)
    {
        long bytes = FrameCacheFile.Length(key);
        if (!Reserve(key, bytes)) return null;
        try
        {
            FrameCacheFile.Write(PathOf(key), key, frames);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            // If another process has just written the file and holds it, there is nothing to do.
            if (Open(key) is { } theirs) return theirs;
            GiveUp(e);
            return null;
        }
        finally
        {
            lock (gate)
            {
                writing.Remove(key.Name);
                (reserved, taken, writtenSince) = (reserved - bytes, taken + bytes, writtenSince + bytes);
            }
        }
        return Open(key);
    }

    /// <summary>Marks an exam's frames as recently used, so that others are removed first.</summary>
    internal void Use(FrameCacheKey key)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (used.TryGetValue(key.Name, out DateTimeOffset noted) && now - noted < UseNoted) return;
        used[key.Name] = now;
        try
        {
            File.SetLastWriteTimeUtc(PathOf(key), now.UtcDateTime);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // It has just been removed, or the folder is read-only: it is still usable.
        }
    }

    private string PathOf(FrameCacheKey key) => Path.Combine(Folder, key.Name + key.Suffix);

    /// <summary>Makes space for a file by removing others if needed; false if that is impossible.</summary>
    private bool Reserve(FrameCacheKey key, long bytes)
    {
        lock (gate)
        {
            if (Trouble is not null) return false;
            try
            {
                if (!ready) Prepare();
                // Other processes write here too.
                if (taken + reserved + bytes > limit || writtenSince > limit / 16) Tidy(reserved + bytes);
                if (taken + reserved + bytes > limit)
                {
                    Trouble = $"the frame cache in {Folder} is full of frames of this run ({Gigabytes(limit)}): {Instead}; " +
                        $"raise the limit with {FrameCacheOptions.LimitVariable}";
                }
                else if (new DriveInfo(Folder).AvailableFreeSpace < bytes + LeftFree)
                {
                    Trouble = $"the frame cache in {Folder} would leave less than {Gigabytes(LeftFree)} of its disk free: {Instead}; " +
                        $"free some space or set another folder with {FrameCacheOptions.FolderVariable}";
                }
                if (Trouble is null)
                {
                    reserved += bytes;
                    writing.Add(key.Name);
                }
            }
            catch (Exception e) when (AtomicFile.IsRefusal(e) || e is ArgumentException)
            {
                // On Windows, the free space of a share cannot be queried.
                GiveUp(e);
            }
            return Trouble is null;
        }
    }

    private static string Gigabytes(long bytes) => $"{(double)bytes / FrameCacheOptions.Gigabyte:0.###} GB";

    private void GiveUp(Exception e)
    {
        Trouble ??= SystemFault.Shortage(e) is { } shortage
            ? $"the frame cache in {Folder} cannot be written to: {Instead}; {shortage}"
            : $"the frame cache in {Folder} cannot be written to ({FileTrouble.Words(e)}): {Instead}; " +
                $"make it writable, or set another folder with {FrameCacheOptions.FolderVariable}";
    }

    private void Prepare()
    {
        // Frames are patient data: other users have no access.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Tidy(0);
        limit = options.Bytes ?? Math.Min(DefaultLimit, (taken + new DriveInfo(Folder).AvailableFreeSpace) / 4);
        ready = true;
    }

    /// <summary>
    /// Measures the folder, removes unfinished files of killed writers and, if <paramref name="wanted"/> bytes do not fit, the least
    /// recently used files.
    /// </summary>
    private void Tidy(long wanted)
    {
        FileInfo[] files = [.. new DirectoryInfo(Folder).EnumerateFiles()];
        foreach (FileInfo left in files.Where(file => file.Name.EndsWith(Unfinished, StringComparison.Ordinal) && IsAbandoned(file)))
            Remove(left);
        FileInfo[] kept =
        [
            .. files.Where(file => FrameCacheKey.Suffixes.Contains(file.Extension)
                && !writing.Contains(Path.GetFileNameWithoutExtension(file.Name))).OrderBy(file => file.LastWriteTimeUtc),
        ];
        (taken, writtenSince) = (kept.Sum(file => file.Length), 0);
        if (!ready || taken + wanted <= limit) return;
        foreach (FileInfo file in kept)
        {
            // More than needed, so that the folder is not listed for each exam.
            if (taken + wanted <= limit - limit / 16) break;
            long bytes = file.Length;
            if (!used.ContainsKey(Path.GetFileNameWithoutExtension(file.Name)) && Remove(file)) taken -= bytes;
        }
    }

    /// <summary>Whether a file's writer has ended: a live writer locks the file.</summary>
    private bool IsAbandoned(FileInfo file)
    {
        if (time.GetUtcNow() - file.LastWriteTimeUtc < Abandoned) return false;
        try
        {
            using FileStream own = new(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return false;
        }
    }

    /// <summary>Whether it could be removed; false for files in use on Windows.</summary>
    private static bool Remove(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return false;
        }
    }
}
