using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Adoption;

/// <summary>What a rebuilt database contains.</summary>
/// <param name="Runs">Runs read from their folders.</param>
/// <param name="Noted">Those of them whose names, notes, tags and owners were kept.</param>
/// <param name="Gone">Runs whose folders are missing, kept with what was known of them.</param>
/// <param name="Copy">The copy of the previous database; null if there was none.</param>
/// <param name="Damage">Why nothing could be taken from the previous database; null if it could be read, or there was none.</param>
public sealed record ReindexReport(int Runs, int Noted, int Gone, string? Copy, string? Damage)
{
    /// <summary>The report as lines for a terminal.</summary>
    public IEnumerable<string> Lines()
    {
        if (Damage is not null)
            yield return $"The database could not be read: {ErrorWords.Of(Damage)}. Users, datasets, saved views, names, notes and tags in "
                + $"it are not taken over.";
        yield return $"{Runs} runs read from their folders"
            + (Damage is null && Copy is not null ? $", {Noted} of them with their names, notes and tags" : "");
        if (Gone > 0) yield return $"{Gone} runs are kept whose folders are not there";
        if (Copy is not null) yield return $"The database before is kept as {Copy}";
    }
}

/// <summary>
/// Rebuilds the database from the runs' folders. Users, datasets, saved views and what people wrote on runs are taken from the previous
/// database, if it can be read. The new database is made beside it and moved into place when complete, so an interruption leaves the
/// previous one.
/// </summary>
public static class Reindex
{
    // Built from the folders; every other collection is copied as it is.
    private static readonly string[] Remade = ["runs", "epochs"];

    /// <summary>Rebuilds the database of a data folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="results">The folder of the runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops and leaves the database as it was.</param>
    /// <exception cref="InputException">
    /// A dashboard runs there, the database is from a newer version, or a folder cannot be used.
    /// </exception>
    public static ReindexReport Run(string dataFolder, string results, TimeProvider time, CancellationToken cancellation)
    {
        if (!Directory.Exists(results))
            throw new InputException($"{results}: is not there, so no runs can be found; give the folder of the results with --results");
        AtomicFile.CreateFolder(dataFolder);
        RunImport.TrustOwners(dataFolder, results);
        string path = Database.PathIn(dataFolder), fresh = $"{path}.new";
        using FileStream ownership = Database.Own(dataFolder);
        string? copy = Keep(path, time.GetLocalNow());
        Forget(fresh);
        string? damage = null;
        Before before = new([], [], [], []);
        try
        {
            if (copy is not null) before = Take(path);
        }
        catch (DamagedDatabaseException e)
        {
            damage = e.Message;
        }
        (Run Run, IReadOnlyList<EpochRecord> Epochs)[] runs = Find(results, before, time, cancellation);
        HashSet<string> found = [.. runs.Select(run => run.Run.Id)];
        Run[] gone = [.. before.Runs.Where(run => !found.Contains(run.Id)).Select(run => run with { Missing = true })];
        Write(fresh, before.Kept, [.. runs.Select(run => run.Run), .. gone],
            runs.SelectMany(run => run.Epochs.Select(epoch => (run.Run.Key, epoch))));
        // A database that could be read was closed, and already contains all of its log.
        File.Delete(DatabaseFile.LogOf(path));
        File.Move(fresh, path, overwrite: true);
        Disk.FlushNames(dataFolder);
        return new ReindexReport(runs.Length, before.Runs.Count - gone.Length, gone.Length, copy, damage);
    }

    private static string? Keep(string path, DateTimeOffset now)
    {
        if (!File.Exists(path)) return null;
        string copy = $"{path}.{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.before-reindex";
        AtomicFile.Copy(path, copy);
        if (File.Exists(DatabaseFile.LogOf(path))) AtomicFile.Copy(DatabaseFile.LogOf(path), $"{copy}-log");
        return copy;
    }

    /// <exception cref="DamagedDatabaseException">The database cannot be read.</exception>
    private static Before Take(string path)
    {
        using Database database = Database.OpenFile(path);
        try
        {
            return new Before(
                database.CollectionNames.Except(Remade)
                    .ToDictionary(name => name, name => (IReadOnlyList<BsonDocument>)[.. database.Documents(name)]),
                database.Collection<Run>("runs").All(), database.Collection<Dataset>("datasets").All(), LaunchIntents.Filed(database));
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new DamagedDatabaseException(e);
        }
    }

    private static (Run Run, IReadOnlyList<EpochRecord> Epochs)[] Find(
        string results, Before known, TimeProvider time, CancellationToken cancellation)
    {
        Dictionary<string, Run> byFolder = known.Runs.DistinctBy(run => run.Folder).ToDictionary(run => run.Folder);
        int lastKey = known.Runs.Select(run => run.Key).DefaultIfEmpty(0).Max();
        string trash = Trash.FolderIn(results);
        HashSet<string> cutShort = [.. known.CutShort.Select(launch => launch.Id)];
        string[] folders =
        [
            .. RunImport.Folders(results).Concat(RunImport.Folders(trash))
                .Concat(byFolder.Keys.Where(folder => File.Exists(new RunFolder(folder).Settings))).Distinct()
                // The next start removes folders of a launch that was interrupted.
                .Where(folder => cutShort.Count == 0 || byFolder.ContainsKey(folder) || LaunchNote.Read(folder) is not { } note
                    || !cutShort.Contains(note.Launch)),
        ];
        return [.. folders.AsParallel().AsOrdered().WithCancellation(cancellation).Select(folder =>
        {
            bool deleted = folder.StartsWith(trash + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            Run? before = byFolder.GetValueOrDefault(folder);
            string id = before?.Id ?? RunIds.Of(deleted ? Path.Combine(results, Path.GetRelativePath(trash, folder)) : folder, results);
            (Run run, IReadOnlyList<EpochRecord> epochs) =
                RunImport.FromFolder(folder, id, before?.Key ?? Interlocked.Increment(ref lastKey), known.Datasets);
            if (before is not null) run = WithNotes(run, before);
            else if (deleted) run = run with { Trashed = time.GetUtcNow() };
            return (run, epochs);
        })];
    }

    // Keeps what people and the queue saved; the rest comes from the folder.
    private static Run WithNotes(Run run, Run before) => run with
    {
        Owner = before.Owner,
        Created = before.Created,
        Name = before.Name,
        Note = before.Note,
        Tags = before.Tags,
        Launch = before.Launch,
        Dataset = before.Dataset ?? run.Dataset,
        FromTerminal = before.FromTerminal,
        Archived = before.Archived,
        Trashed = before.Trashed,
        Evaluations = before.Evaluations,
        Seals = before.Seals.Select(seal => KeyValuePair.Create(seal.Key, run.Seals.GetValueOrDefault(seal.Key) is { } found
            ? RunResults.Together(seal.Value, found)
            : seal.Value)).UnionBy(run.Seals, seal => seal.Key).ToDictionary(),
        // A run that was queued or active stays so: the next start takes care of it.
        Status = before.Status.IsFinal() ? run.Status : before.Status,
        Reason = before.Status.IsFinal() ? run.Reason : before.Reason,
        PausedBy = before.PausedBy,
    };

    private static void Write(
        string fresh, Dictionary<string, IReadOnlyList<BsonDocument>> kept, IReadOnlyCollection<Run> runs,
        IEnumerable<(int Key, EpochRecord Epoch)> epochs)
    {
        using (Database database = Database.OpenFile(fresh))
        {
            foreach ((string collection, IReadOnlyList<BsonDocument> documents) in kept) database.Fill(collection, documents);
            new RunStore(database, new RunFeed()).Import(runs, epochs);
        }
        Disk.Flush(fresh);
    }

    private static void Forget(string fresh)
    {
        File.Delete(fresh);
        File.Delete(DatabaseFile.LogOf(fresh));
    }

    private sealed record Before(
        Dictionary<string, IReadOnlyList<BsonDocument>> Kept, IReadOnlyList<Run> Runs, IReadOnlyList<Dataset> Datasets,
        IReadOnlyList<LaunchIntent> CutShort);
}
