using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// The waiting jobs, and whose turn it is, in memory and in the database. Not thread-safe: <see cref="Scheduler"/> guards it.
/// </summary>
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

    /// <summary>All waiting jobs, with each owner's own in order.</summary>
    public IEnumerable<QueueJob> Waiting => waiting.Values.OrderBy(job => job.Order);

    /// <summary>When each owner last got a device, as an increasing number.</summary>
    public IReadOnlyDictionary<string, long> Served => served;

    public QueueJob? Find(string id) => waiting.GetValueOrDefault(id);

    /// <summary>The order for a job at the end of the queue, or at its front.</summary>
    public long NextOrder(bool front) => front
        ? waiting.Values.Select(job => job.Order).DefaultIfEmpty(0).Min() - 1
        : waiting.Values.Select(job => job.Order).DefaultIfEmpty(0).Max() + 1;

    public void Put(QueueJob job)
    {
        // Writes the database first: if it refuses, as on a full disk, nothing has changed.
        jobs.Put(job.Id, job);
        waiting[job.Id] = job;
    }

    /// <summary>Adds many jobs, in one write together with that of their runs.</summary>
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

    /// <summary>Removes a job that gets a device, and records that its owner got one.</summary>
    public void Serve(QueueJob job)
    {
        long turn = served.Values.DefaultIfEmpty(0).Max() + 1;
        database.WriteTogether([jobs.Removing(job.Id), turns.Putting(job.Owner, new OwnerTurn(job.Owner, turn))]);
        waiting.Remove(job.Id);
        served[job.Owner] = turn;
    }

    /// <summary>Reads the queue from the database.</summary>
    public void Read()
    {
        waiting = jobs.All().ToDictionary(job => job.Id);
        served = turns.All().ToDictionary(turn => turn.Owner, turn => turn.Served);
    }

    internal sealed record OwnerTurn(string Owner, long Served);
}
