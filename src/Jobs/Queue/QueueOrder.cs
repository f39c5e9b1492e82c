namespace Angioboard.Jobs.Queue;

/// <summary>The order of the queue: owners take turns, and each owner's own jobs keep their order.</summary>
internal static class QueueOrder
{
    /// <summary>The jobs in the order in which they would start if each got a device when its turn came; jobs on hold come last.</summary>
    /// <param name="waiting">Jobs, with each owner's own in order.</param>
    /// <param name="served">When each owner last got a device, as an increasing number; owners that never did come first.</param>
    public static IReadOnlyList<QueueJob> Of(IEnumerable<QueueJob> waiting, IReadOnlyDictionary<string, long> served)
    {
        Dictionary<string, Queue<QueueJob>> own = waiting.Where(job => job.HeldBy is null).GroupBy(job => job.Owner)
            .ToDictionary(jobs => jobs.Key, jobs => new Queue<QueueJob>(jobs));
        Dictionary<string, long> turns = own.Keys.ToDictionary(owner => owner, owner => served.GetValueOrDefault(owner));
        long last = turns.Values.Concat(served.Values).DefaultIfEmpty(0).Max();
        List<QueueJob> order = [];
        while (own.Count > 0)
        {
            string owner = own.Keys.MinBy(name => (turns[name], own[name].Peek().Order))!;
            order.Add(own[owner].Dequeue());
            turns[owner] = ++last;
            if (own[owner].Count == 0) own.Remove(owner);
        }
        return [.. order, .. waiting.Where(job => job.HeldBy is not null)];
    }
}
