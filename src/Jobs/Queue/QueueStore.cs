using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Queue;

/// <summary>What waits, and whose turn it is, in memory and in the database. Not safe for threads: <see cref="Scheduler"/> guards it.</summary>
internal sealed class QueueStore
{
    private readonly StoredValues<QueueJob> jobs;
    private readonly StoredValues<OwnerTurn> turns;
    private readonly Dictionary<string, QueueJob> waiting;
    private readonly Dictionary<string, long> served;

    public QueueStore(Database database)
    {
        jobs = database.Collection<QueueJob>("queue");
        turns = database.Collection<OwnerTurn>("turns");
        waiting = jobs.All().ToDictionary(job => job.Id);
        served = turns.All().ToDictionary(turn => turn.Owner, turn => turn.Served);
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

    public bool Remove(string id)
    {
        if (!waiting.ContainsKey(id)) return false;
        jobs.Remove(id);
        return waiting.Remove(id);
    }

    /// <summary>Notes that an owner got a device.</summary>
    public void Serve(string owner)
    {
        long turn = served.Values.DefaultIfEmpty(0).Max() + 1;
        turns.Put(owner, new OwnerTurn(owner, turn));
        served[owner] = turn;
    }

    internal sealed record OwnerTurn(string Owner, long Served);
}
