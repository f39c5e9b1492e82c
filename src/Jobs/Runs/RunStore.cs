using System.Collections.Concurrent;
using Angioboard.Core.Files;
using Angioboard.Core.Training;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Runs;

/// <summary>
/// All runs and their epochs. Runs are held in memory, for lists of thousands are sorted and filtered at each click, and written
/// through to the database; epochs are read from it. Pages read it, and change runs by what asks who acts. Safe for any thread.
/// </summary>
public sealed class RunStore
{
    private const int EpochBits = 24;

    private readonly Database database;
    private readonly StoredValues<Run> stored;
    private readonly ILiteCollection<BsonDocument> epochs;
    private readonly RunFeed feed;
    private readonly ConcurrentDictionary<string, Run> runs;
    private readonly Lock writing = new();
    private IReadOnlyList<Run>? snapshot;
    private int lastKey;

    /// <summary>Opens the runs of a database.</summary>
    public RunStore(Database database, RunFeed feed)
    {
        (this.database, this.feed) = (database, feed);
        stored = database.Collection<Run>("runs");
        epochs = database.Epochs;
        runs = new(stored.All().Select(run => KeyValuePair.Create(run.Id, run)));
        lastKey = runs.Values.Select(run => run.Key).DefaultIfEmpty(0).Max();
        foreach (Run run in runs.Values) if (run.OtherUser is { } user) FolderOwners.Expect(run.Folder, user);
    }

    /// <summary>Every run as it is now, in no order.</summary>
    public IReadOnlyList<Run> All => Volatile.Read(ref snapshot) ?? Snapshot();

    /// <summary>The run, or null.</summary>
    public Run? Find(string id) => runs.GetValueOrDefault(id);

    /// <summary>A key for a new run.</summary>
    internal int NextKey() => Interlocked.Increment(ref lastKey);

    /// <summary>Adds a run.</summary>
    /// <exception cref="InvalidOperationException">There is one with this id.</exception>
    internal void Add(Run run)
    {
        TextLimits.Require(run);
        lock (writing)
        {
            if (!runs.TryAdd(run.Id, run)) throw new InvalidOperationException($"{run.Id} is there already");
            stored.Put(run.Id, run);
            snapshot = null;
        }
        feed.Publish(new RunChange(RunChangeKind.Added, run.Id, run));
    }

    /// <summary>Changes a run and files it; null if there is none. <paramref name="change"/> runs under the store's lock and may return its argument.</summary>
    internal Run? Update(string id, Func<Run, Run> change) => Change(id, change, RunChangeKind.Changed);

    /// <summary>Changes what is kept in memory only: <see cref="Run.Progress"/>.</summary>
    internal Run? Progress(string id, RunProgress? progress) => Change(id, run => run with { Progress = progress }, RunChangeKind.Progressed);

    /// <summary>Files an epoch in the place of one of the same number, and the run as changed by it.</summary>
    internal Run? AppendEpoch(string id, EpochRecord epoch, Func<Run, Run> change)
    {
        if (Find(id) is not { } run) return null;
        database.Write(() => epochs.Upsert(ToDocument(run.Key, epoch)));
        Run? changed = Change(id, change, kind: null);
        if (changed is not null) feed.Publish(new RunChange(RunChangeKind.Epoch, id, changed, epoch));
        return changed;
    }

    /// <summary>Adds many runs that are there already, with their epochs, in one go and without news.</summary>
    internal void Import(IReadOnlyCollection<Run> imported, IEnumerable<(int Key, EpochRecord Epoch)> records)
    {
        lock (writing)
        {
            database.Write(() => epochs.Upsert(records.Select(record => ToDocument(record.Key, record.Epoch))));
            stored.PutAll(imported.Select(run => (run.Id, run)));
            foreach (Run run in imported) runs[run.Id] = run;
            lastKey = Math.Max(lastKey, imported.Select(run => run.Key).DefaultIfEmpty(0).Max());
            snapshot = null;
        }
    }

    /// <summary>Forgets the epochs of a run from this one on: a trainer that resumed trains them again.</summary>
    internal void RemoveEpochs(string id, int from)
    {
        if (Find(id) is { } run) database.Write(() => epochs.DeleteMany(Query.Between("_id", EpochId(run.Key, from), EpochId(run.Key, (1 << EpochBits) - 1))));
    }

    /// <summary>The epochs of a run, in their order.</summary>
    public IReadOnlyList<EpochRecord> Epochs(string id) => Find(id) is { } run
        ? [.. epochs.Find(Query.Between("_id", EpochId(run.Key, 0), EpochId(run.Key, (1 << EpochBits) - 1))).Select(FromDocument).OrderBy(epoch => epoch.Epoch)]
        : [];

    /// <summary>Forgets a run and its epochs; its folder stays.</summary>
    internal void Remove(string id)
    {
        lock (writing)
        {
            RemoveEpochs(id, 0);
            if (!runs.TryRemove(id, out _)) return;
            stored.Remove(id);
            snapshot = null;
        }
        feed.Publish(new RunChange(RunChangeKind.Removed, id));
    }

    private Run? Change(string id, Func<Run, Run> change, RunChangeKind? kind)
    {
        Run changed;
        lock (writing)
        {
            if (!runs.TryGetValue(id, out Run? run)) return null;
            changed = change(run);
            if (ReferenceEquals(changed, run)) return run;
            TextLimits.Require(changed, run);
            runs[id] = changed;
            if (kind is not RunChangeKind.Progressed) stored.Put(id, changed);
            snapshot = null;
        }
        if (kind is { } news) feed.Publish(new RunChange(news, id, changed));
        return changed;
    }

    private IReadOnlyList<Run> Snapshot()
    {
        lock (writing)
        {
            IReadOnlyList<Run> all = [.. runs.Values];
            snapshot = all;
            return all;
        }
    }

    private static long EpochId(int key, int epoch) => ((long)key << EpochBits) | (uint)epoch;

    private static BsonDocument ToDocument(int key, EpochRecord epoch)
    {
        BsonDocument document = new() { ["_id"] = EpochId(key, epoch.Epoch) };
        foreach ((string name, double? value) in epoch.Values) document[name] = value is { } number ? number : BsonValue.Null;
        return document;
    }

    private static EpochRecord FromDocument(BsonDocument document) => new(
        (int)(document["_id"].AsInt64 & ((1 << EpochBits) - 1)),
        document.Where(field => field.Key != "_id").ToDictionary(field => field.Key, field => field.Value.IsNull ? (double?)null : field.Value.AsDouble));
}
