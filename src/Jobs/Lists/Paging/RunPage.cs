using Angioboard.Core;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Paging;

/// <summary>
/// A part of a list of runs, and where the next one begins. A walk from part to part meets each run once, though runs are added and removed
/// meanwhile; only a run whose value in the order's column changes can move past it.
/// </summary>
/// <param name="Runs">The runs, in order.</param>
/// <param name="Next">The cursor of the next part; null if this is the last.</param>
/// <param name="Total">How many runs match now.</param>
public sealed record RunPage(IReadOnlyList<Run> Runs, string? Next, int Total)
{
    /// <summary>The part after a cursor.</summary>
    /// <param name="query">Which runs, in which order.</param>
    /// <param name="all">All runs.</param>
    /// <param name="cursor">Where the part before ended; null for the first.</param>
    /// <param name="limit">The most runs.</param>
    /// <exception cref="InputException">The search or the cursor cannot be read.</exception>
    public static RunPage Of(RunQuery query, IReadOnlyList<Run> all, string? cursor, int limit)
    {
        RunColumn sort = RunColumns.Find(query.Sort) is { IsSortable: true } column ? column : RunColumns.Find("created")!;
        RunPlace? after = cursor is null ? null : RunCursor.Read(cursor, query);
        IReadOnlyList<Run> ordered = RunOrder.Of(Matching(query, all), sort, query.Descending);
        IEnumerable<Run> rest = after is { } place
            ? ordered.SkipWhile(run => RunPlace.Of(run, sort).CompareTo(place, query.Descending) <= 0)
            : ordered;
        Run[] runs = [.. rest.Take(limit + 1)];
        return runs.Length <= limit
            ? new RunPage(runs, null, ordered.Count)
            : new RunPage(runs[..limit], RunCursor.After(RunPlace.Of(runs[limit - 1], sort), query), ordered.Count);
    }

    /// <summary>All runs that match, in no particular order.</summary>
    /// <exception cref="InputException">The search cannot be read.</exception>
    public static IReadOnlyList<Run> Matching(RunQuery query, IReadOnlyList<Run> all)
    {
        (IReadOnlyList<Run> runs, Search.RunSearch search) = query.Matching(all);
        return search.Refusals.Count == 0 ? runs : throw new InputException([.. search.Refusals.Select(refusal => $"query: {refusal}")]);
    }
}
