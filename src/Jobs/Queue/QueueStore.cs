using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Queue;

/// <summary>What waits, and whose turn it is, in memory and in the database. Not safe for threads: <see cref="Scheduler"/> guards it.</summary>
internal sealed class QueueStore
{
    private readonly StoredValues<QueueJob> jobs;
    private readonly StoredValues<OwnerTurn> turns;
    private readonly Database database;
    private Dictionary<string, QueueJob> waiting = [];
    private Dictionary<string, long> served = [];

    public QueueStore(Database database)
    {
        this.database = database;
        jobs = database.Collection<QueueJob>("queue");
        turns = database.Collection<OwnerTurn>("turns");
        Read();
    }

    /// <summary>Everything that waits, each owner's own in their order.</summary>
    public IEnumerable<QueueJob> Waiting => waiting.Values.OrderBy(job => job.Order);

    /// <summary>When each owner last got a device, as a rising number.</summary>
    public IReadOnlyDictionary<string, long> Served => served;

    public QueueJob? Find(string id) => waiting.GetValueOrDefault(id);

    /// <summary>The order of a job that goes behind all others, or before them.</summary>
    public long NextOrder(bool front) => front
        ? waiting.Values.Select(job => job.Order).DefaultIfEmpty(0).Min() - 1
        : waiting.Values.Select(job => job.Order).DefaultIfEmpty(0).Max() + 1;

    public void Put(QueueJob job)
    {
        // The database first: what it refuses, a full disk for one, has not happened.
        jobs.Put(job.Id, job);
        waiting[job.Id] = job;
    }

    /// <summary>Puts many, by one write together with that of their runs.</summary>
    public void Put(IReadOnlyCollection<QueueJob> many, Action<IEnumerable<Action<LiteDatabase>>> write)
    {
        write(many.Select(job => jobs.Putting(job.Id, job)));
        foreach (QueueJob job in many) waiting[job.Id] = job;
    }

    public bool Remove(string id)
    {
        if (!waiting.ContainsKey(id)) return false;
        jobs.Remove(id);
        return waiting.Remove(id);
    }

    /// <summary>Takes out a job that gets a device, and notes that its owner got one.</summary>
    public void Serve(QueueJob job)
    {
        long turn = served.Values.DefaultIfEmpty(0).Max() + 1;
        database.WriteTogether([jobs.Removing(job.Id), turns.Putting(job.Owner, new OwnerTurn(job.Owner, turn))]);
        waiting.Remove(job.Id);
        served[job.Owner] = turn;
    }

    /// <summary>Takes over what the database holds.</summary>
    public void Read()
    {
        waiting = jobs.All().ToDictionary(job => job.Id);
        served = turns.All().ToDictionary(turn => turn.Owner, turn => turn.Served);
    }

    internal sealed record OwnerTurn(string Owner, long Served);
}
