using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>What a <see cref="RunQuery"/> found.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Runs">All runs that match, in order.</param>
/// <param name="Groups">The groups they form, in order; empty without grouping.</param>
/// <param name="Columns">The columns to show: those asked for that exist, less settings that are the same everywhere if that is wanted.</param>
/// <param name="Marks">The best values.</param>
/// <param name="Problems">What of the search could not be used as it was meant.</param>
public sealed record RunRows(
    RunQuery Query, IReadOnlyList<Run> Runs, IReadOnlyList<RunGroup> Groups, IReadOnlyList<RunColumn> Columns, BestMarks Marks, IReadOnlyList<string> Problems)
{
    /// <summary>Rows in all: groups if there is grouping, else runs.</summary>
    public int Rows => Query.Grouping == RunGrouping.None ? Runs.Count : Groups.Count;

    /// <summary>Pages, at least 1.</summary>
    public int Pages => Math.Max(1, (Rows + Query.PageSize - 1) / Query.PageSize);

    /// <summary>The page that is shown: the one asked for, or the last there is.</summary>
    public int Page => Math.Clamp(Query.Page, 1, Pages);

    /// <summary>Rows before those of the page.</summary>
    public int Skipped => (Page - 1) * Query.PageSize;

    /// <summary>The runs of the page; empty with grouping.</summary>
    public IReadOnlyList<Run> PageRuns => Query.Grouping == RunGrouping.None ? [.. Runs.Skip(Skipped).Take(Query.PageSize)] : [];

    /// <summary>The groups of the page.</summary>
    public IReadOnlyList<RunGroup> PageGroups => [.. Groups.Skip(Skipped).Take(Query.PageSize)];
}
