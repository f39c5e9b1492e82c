using System.Collections.Concurrent;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Runs;

/// <summary>
/// All runs and their epochs. Runs are kept in memory, since lists of thousands are sorted and filtered at each click, and every change is
/// also written to the database. Epochs are read from the database. Pages read the store; they change runs through services that take an
/// actor. Runs are returned without the figures of sealed test splits. Thread-safe.
/// </summary>
public sealed class RunStore
{
    private const int EpochBits = 24;

    private readonly Database database;
    private readonly StoredValues<Run> stored;
    private readonly RunFeed feed;
    private readonly ConcurrentDictionary<string, Run> runs, shown;
    private readonly Lock writing = new();
    private IReadOnlyList<Run>? snapshot;
    private int lastKey;

    /// <summary>Opens the runs of a database.</summary>
    public RunStore(Database database, RunFeed feed)
    {
        (this.database, this.feed) = (database, feed);
        stored = database.Collection<Run>("runs");
        Seals = new SealStore(database);
        runs = new(stored.All().Select(run => KeyValuePair.Create(run.Id, run)));
        shown = new(runs.Select(run => KeyValuePair.Create(run.Key, Seals.Hide(run.Value))));
        lastKey = runs.Values.Select(run => run.Key).DefaultIfEmpty(0).Max();
        foreach (Run run in runs.Values) if (run.OtherUser is { } user) FolderOwners.Expect(run.Folder, user);
        database.OnReopened(Reload);
    }

    /// <summary>The seals on test splits.</summary>
    public SealStore Seals { get; }

    /// <summary>While the database is in trouble, refuses changes that would start by moving or making folders.</summary>
    /// <exception cref="DatabaseTroubleException">The database is in trouble.</exception>
    internal void RequireWritable() => database.RequireWritable();

    /// <summary>All current runs, in no particular order.</summary>
    public IReadOnlyList<Run> All => Volatile.Read(ref snapshot) ?? Snapshot();

    /// <summary>The run, or null.</summary>
    public Run? Find(string id) => shown.GetValueOrDefault(id);

    /// <summary>A key for a new run.</summary>
    internal int NextKey() => Interlocked.Increment(ref lastKey);

    /// <summary>Adds a run.</summary>
    /// <exception cref="InvalidOperationException">A run with this id exists.</exception>
    internal void Add(Run run) => AddTogether([run], []);

    /// <summary>Adds runs together with other writes, all or nothing.</summary>
    /// <exception cref="InvalidOperationException">A run with one of the ids exists.</exception>
    internal void AddTogether(IReadOnlyCollection<Run> added, IEnumerable<Action<LiteDatabase>> others)
    {
        added = [.. added.Select(run => Seen(Whole(run), null))];
        foreach (Run run in added) TextLimits.Require(run);
        lock (writing)
        {
            if (added.FirstOrDefault(run => runs.ContainsKey(run.Id)) is { } known)
                throw new InvalidOperationException($"{known.Id} is there already");
            // Writes the database first: if it refuses, as on a full disk, nothing has changed.
            database.WriteTogether([.. added.Select(run => stored.Putting(run.Id, run)), .. others]);
            foreach (Run run in added) Keep(run);
        }
        foreach (Run run in added) feed.Publish(new RunChange(RunChangeKind.Added, run.Id, Find(run.Id)));
    }

    /// <summary>
    /// Changes and saves a run; null if there is none. <paramref name="change"/> runs under the store's lock and may return its argument.
    /// </summary>
    internal Run? Update(string id, Func<Run, Run> change) => Change(id, change, RunChangeKind.Changed);

    /// <summary>Changes and saves runs together with other writes, all or nothing.</summary>
    internal void UpdateTogether(Func<Run, bool> which, Func<Run, Run> change, IEnumerable<Action<LiteDatabase>> others)
    {
        Run[] changed;
        lock (writing)
        {
            changed = [.. runs.Values.Where(which).Select(change).Select(Whole)];
            others = [.. others];
            if (changed.Length == 0 && !others.Any()) return;
            database.WriteTogether([.. changed.Select(run => stored.Putting(run.Id, run)), .. others]);
            foreach (Run run in changed) Keep(run);
        }
        foreach (Run run in changed) feed.Publish(new RunChange(RunChangeKind.Changed, run.Id, Find(run.Id)));
    }

    /// <summary>Changes seals and the runs that have to do with them, all or nothing; what they hide or show follows at once.</summary>
    /// <param name="removed">Seals whose dataset has another name now.</param>
    /// <param name="put">Seals that are new or changed.</param>
    /// <param name="change">Changes a run; may return its argument.</param>
    /// <param name="others">Other writes.</param>
    internal void ChangeSeals(
        IReadOnlyCollection<DatasetSeal> removed, IReadOnlyCollection<DatasetSeal> put, Func<Run, Run> change,
        params IEnumerable<Action<LiteDatabase>> others)
    {
        List<Run> seen = [];
        lock (writing)
        {
            Run[] changed = [.. runs.Values.Select(run => (run, change(run))).Where(pair => !ReferenceEquals(pair.run, pair.Item2))
                .Select(pair => Whole(pair.Item2))];
            database.WriteTogether(
                [.. changed.Select(run => stored.Putting(run.Id, run)), .. Seals.Writes(removed, put), .. others]);
            Seals.Take(removed, put);
            foreach (Run run in changed) runs[run.Id] = run;
            foreach (Run run in runs.Values)
            {
                Run before = shown[run.Id];
                Keep(run);
                if (!ReferenceEquals(before, shown[run.Id])) seen.Add(shown[run.Id]);
            }
        }
        foreach (Run run in seen) feed.Publish(new RunChange(RunChangeKind.Changed, run.Id, run));
    }

    /// <summary>Changes what is only kept in memory: <see cref="Run.Progress"/>.</summary>
    internal Run? Progress(string id, RunProgress? progress) =>
        Change(id, run => run with { Progress = progress }, RunChangeKind.Progressed);

    /// <summary>Saves an epoch, replacing one with the same number, and the run's changes that follow from it.</summary>
    internal Run? AppendEpoch(string id, EpochRecord epoch, Func<Run, Run> change)
    {
        database.Make(Database.EpochsName);
        Run? changed = Change(id, change, kind: null, run => d => Epochs(d).Upsert(ToDocument(run.Key, epoch)));
        if (changed is not null) feed.Publish(new RunChange(RunChangeKind.Epoch, id, changed, epoch));
        return changed;
    }

    /// <summary>Adds many existing runs with their epochs at once, without publishing changes.</summary>
    internal void Import(IReadOnlyCollection<Run> imported, IEnumerable<(int Key, EpochRecord Epoch)> records)
    {
        lock (writing)
        {
            imported = [.. imported.Select(Whole)];
            BsonDocument[] documents = [.. records.Select(record => ToDocument(record.Key, record.Epoch))];
            database.Make(Database.EpochsName);
            database.WriteTogether([d => Epochs(d).Upsert(documents), .. imported.Select(run => stored.Putting(run.Id, run))]);
            foreach (Run run in imported) Keep(run);
            lastKey = Math.Max(lastKey, imported.Select(run => run.Key).DefaultIfEmpty(0).Max());
        }
    }

    /// <summary>Removes the epochs of a run from this one on: a resumed trainer trains them again.</summary>
    internal void RemoveEpochs(string id, int from)
    {
        if (Find(id) is { } run) database.Write(d => RemoveEpochs(d, run, from));
    }

    /// <summary>The epochs of a run, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs(string id) => Find(id) is { } run
        ? [.. database.Read(d => Epochs(d).Find(From(run, 0)).ToArray()).Select(FromDocument).OrderBy(epoch => epoch.Epoch)]
        : [];

    /// <summary>The epochs of several runs, in the order of the runs' keys, with these of their values.</summary>
    public EpochTable Epochs(IEnumerable<Run> of, IReadOnlyList<string> names) => database.Read(d =>
    {
        EpochTable table = new([.. of.OrderBy(run => run.Key)], names);
        foreach ((int first, int last) in table.Ranges())
        {
            // The index that finds them returns them in order.
            foreach (BsonDocument document in Epochs(d).Find(Between(first, 0, last)))
            {
                if (!table.Add((int)(document["_id"].AsInt64 >> EpochBits), EpochOf(document))) continue;
                foreach ((string name, BsonValue value) in document) if (name != "_id" && !value.IsNull) table.Set(name, value.AsDouble);
            }
        }
        return table;
    });

    /// <summary>Removes a run and its epochs; its folder stays.</summary>
    internal void Remove(string id)
    {
        lock (writing)
        {
            if (!runs.TryGetValue(id, out Run? run)) return;
            database.WriteTogether([d => RemoveEpochs(d, run, 0), stored.Removing(id)]);
            Drop(id);
        }
        feed.Publish(new RunChange(RunChangeKind.Removed, id));
    }

    private static Run Seen(Run run, Run? before)
    {
        if (before is not null && run.Name == before.Name && run.Note == before.Note && ReferenceEquals(run.Tags, before.Tags)) return run;
        return run with { Name = run.Name is { } name ? VisibleText.Line(name) : null, Note = VisibleText.Lines(run.Note),
            Tags = [.. run.Tags.Select(VisibleText.Line)] };
    }

    private Run? Change(string id, Func<Run, Run> change, RunChangeKind? kind, Func<Run, Action<LiteDatabase>>? also = null)
    {
        Run changed;
        lock (writing)
        {
            if (!runs.TryGetValue(id, out Run? run)) return null;
            changed = Whole(change(run));
            if (ReferenceEquals(changed, run) && also is null) return Find(id);
            changed = Seen(changed, run);
            TextLimits.Require(changed, run);
            // Writes the database first: if it refuses, nothing has changed.
            if (also is not null) database.WriteTogether([also(run), stored.Putting(id, changed)]);
            else if (kind is not RunChangeKind.Progressed) stored.Put(id, changed);
            changed = Keep(changed);
        }
        if (kind is { } news) feed.Publish(new RunChange(news, id, changed));
        return changed;
    }

    /// <summary>Reads all runs from the database: after an error, it is unknown whether the failed write was saved.</summary>
    private void Reload()
    {
        Run[] gone, found;
        lock (writing)
        {
            found = [.. stored.All().Select(run => run with { Progress = Find(run.Id)?.Progress })];
            HashSet<string> held = [.. found.Select(run => run.Id)];
            gone = [.. runs.Values.Where(run => !held.Contains(run.Id))];
            foreach (Run run in gone) Drop(run.Id);
            Seals.Reload();
            foreach (Run run in found) Keep(run);
            lastKey = Math.Max(lastKey, found.Select(run => run.Key).DefaultIfEmpty(0).Max());
        }
        foreach (Run run in gone) feed.Publish(new RunChange(RunChangeKind.Removed, run.Id));
        foreach (Run run in found) feed.Publish(new RunChange(RunChangeKind.Changed, run.Id, Find(run.Id)));
    }

    // What the store holds is the whole run. One that was read from it may lack figures, and must not take the other's place.
    private static Run Whole(Run run) =>
        run.Hidden == HiddenSplits.None ? run : throw new InvalidOperationException($"{run.Id} is not the whole run");

    private Run Keep(Run run)
    {
        runs[run.Id] = run;
        snapshot = null;
        return shown[run.Id] = Seals.Hide(run);
    }

    private void Drop(string id)
    {
        runs.TryRemove(id, out _);
        shown.TryRemove(id, out _);
        snapshot = null;
    }

    private IReadOnlyList<Run> Snapshot()
    {
        lock (writing)
        {
            IReadOnlyList<Run> all = [.. shown.Values];
            snapshot = all;
            return all;
        }
    }

    private static ILiteCollection<BsonDocument> Epochs(LiteDatabase open) => open.GetCollection(Database.EpochsName);

    private static int RemoveEpochs(LiteDatabase open, Run run, int from) => Epochs(open).DeleteMany(From(run, from));

    private static BsonExpression From(Run run, int epoch) => Between(run.Key, epoch, run.Key);

    private static BsonExpression Between(int firstKey, int epoch, int lastKey) =>
        Query.Between("_id", EpochId(firstKey, epoch), EpochId(lastKey, (1 << EpochBits) - 1));

    private static long EpochId(int key, int epoch) => ((long)key << EpochBits) | (uint)epoch;

    private static BsonDocument ToDocument(int key, EpochRecord epoch)
    {
        BsonDocument document = new() { ["_id"] = EpochId(key, epoch.Epoch) };
        foreach ((string name, double? value) in epoch.Values) document[name] = value is { } number ? number : BsonValue.Null;
        return document;
    }

    private static int EpochOf(BsonDocument document) => (int)(document["_id"].AsInt64 & ((1 << EpochBits) - 1));

    private static EpochRecord FromDocument(BsonDocument document) => new(
        EpochOf(document),
        document.Where(field => field.Key != "_id")
            .ToDictionary(field => field.Key, field => field.Value.IsNull ? (double?)null : field.Value.AsDouble));
}
