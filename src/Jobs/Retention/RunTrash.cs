using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Retention;

/// <summary>Deleted runs: moves them to the trash, restores them, and removes them for good after some time. Thread-safe.</summary>
public sealed class RunTrash(AngioboardOptions options, RunStore runs, Rights rights, AuditLog audit, SteadyClock clock)
{
    private static readonly EnumerationOptions Deep = new(
        ) { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly ConcurrentDictionary<string, long> sizes = new();

    // A run must not be restored while it is being removed.
    private readonly Lock moving = new();

    /// <summary>When a run that was deleted at this time is removed for good.</summary>
    public DateTimeOffset Until(DateTimeOffset deleted) => deleted + TimeSpan.FromDays(options.Retention.TrashDays) + clock.Lead;

    /// <summary>Measures the trash.</summary>
    public TrashContents Measure()
    {
        Run[] deleted = [.. runs.All.Where(run => run.Trashed is not null)];
        return new TrashContents(
            deleted.Length,
            deleted.Where(Trash.Holds).Sum(run => sizes.GetOrAdd(run.Folder, SizeOf)),
            deleted.Length == 0 ? null : deleted.Min(run => Until(run.Trashed!.Value)));
    }

    /// <summary>Removes all deleted runs for good, without waiting until they are due: for administrators.</summary>
    /// <exception cref="InputException">Some cannot be removed.</exception>
    public Task EmptyAsync(Actor actor, CancellationToken cancellation) => Task.Run(
        () => rights.Do(actor, Roles.Administrator, AuditActions.TrashEmpty, "", _ =>
        {
            string[] problems =
                [.. runs.All.Where(run => run.Trashed is not null).Select(run => Remove(actor, run.Id, cancellation)).OfType<string>()];
            if (problems.Length > 0) throw new InputException(problems);
        }), cancellation);

    /// <summary>Removes runs for good that have been there long enough. What cannot be removed now stays for the next time.</summary>
    internal void RemoveOld(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.Now;
        foreach (Run run in runs.All.Where(run => run.Trashed is { } deleted
            && deleted + TimeSpan.FromDays(options.Retention.TrashDays) <= now)) Remove(Actor.Server, run.Id, cancellation);
    }

    /// <summary>Moves the folder of an idle run to the trash.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    internal void Put(Run run)
    {
        lock (moving)
        {
            if (runs.Find(run.Id) is not { Trashed: null } now) return;
            runs.RequireWritable();
            // Another user's folder stays where it is; the run is only removed from the list.
            string place = Directory.Exists(now.Folder) && now.OtherUser is null ? Trash.Put(now, options.Results, clock.Now) : now.Folder;
            runs.Update(run.Id, r => r with { Trashed = clock.Now, Folder = place });
        }
    }

    /// <summary>Restores a run.</summary>
    /// <exception cref="InputException">Its folder is no longer in the trash, or its place is taken.</exception>
    internal void TakeBack(string id)
    {
        lock (moving)
        {
            if (runs.Find(id) is not { } run) throw new InputException($"{id}: is no longer in the trash");
            if (run.Trashed is null) throw new InputException($"{run.Title}: is not in the trash, so there is nothing to restore");
            if (Successor(run) is { } other)
                throw new InputException($"{run.Title}: {other.Id} has taken its place in {run.Study!.Study}; delete that run first");
            runs.RequireWritable();
            string place = run.OtherUser is null && Trash.Holds(run) ? Trash.TakeBack(run) : run.Folder;
            runs.Update(id, r => r with { Trashed = null, Folder = place, Missing = !File.Exists(new RunFolder(place).Settings) });
        }
    }

    // A run of a study that was launched again after its deletion.
    private Run? Successor(Run run) => run.Study is null ? null : runs.All.FirstOrDefault(other => other.Trashed is null
        && other.Study == run.Study && other.Experiment == run.Experiment && other.Settings.Seed == run.Settings.Seed);

    /// <summary>Saves moves that a killed dashboard had made but not saved. Called at the start, before anything is launched.</summary>
    internal void Settle()
    {
        HashSet<string> filed = [.. runs.All.Select(run => run.Folder)];
        foreach (Run run in runs.All)
        {
            if (run.Trashed is null)
            {
                if (run.OtherUser is not null || !run.Status.IsFinal() || Directory.Exists(run.Folder)
                    || Trash.Places(run.Folder, options.Results).FirstOrDefault(path => !filed.Contains(path)) is not { } place) continue;
                Trash.HoldNumber(run.Folder, place);
                runs.Update(run.Id, r => r with { Trashed = clock.Now, Folder = place, Missing = false });
            }
            else if (run.OtherUser is null && Trash.Holds(run))
            {
                string original = Trash.Original(run);
                if (Directory.Exists(run.Folder)) Trash.HoldNumber(original, run.Folder);
                else if (File.Exists(new RunFolder(original).Settings) && !filed.Contains(original))
                    runs.Update(run.Id, r => r with { Trashed = null, Folder = original, Missing = false });
            }
        }
    }

    /// <summary>Why it could not be removed; null if it is gone or was restored in the meantime.</summary>
    private string? Remove(Actor actor, string id, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (moving)
        {
            if (runs.Find(id) is not { Trashed: not null } run) return null;
            if (run.OtherUser is not null || !Trash.Holds(run))
            {
                runs.Remove(id);
                return null;
            }
            if (!Trash.IsReachable(run)) return $"{run.Title}: the disk of {run.Folder} is not there";
            try
            {
                if (Directory.Exists(run.Folder)) Directory.Delete(run.Folder, recursive: true);
            }
            catch (Exception e) when (FileErrors.Is(e))
            {
                return $"{run.Title}: {run.Folder} cannot be removed: {FileTrouble.Words(e)}";
            }
            sizes.TryRemove(run.Folder, out _);
            // The number is free only when nothing is saved under it any more.
            runs.Remove(id);
            Trash.FreeNumber(Trash.Original(run));
            audit.Write(actor, AuditActions.TrashRemove, id);
            return null;
        }
    }

    private static long SizeOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", Deep).Sum(file => file.Length) : 0;
        }
        catch (IOException)
        {
            return 0; // It is being removed.
        }
    }
}
