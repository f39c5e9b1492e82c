using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>The result of a <see cref="RunQuery"/>.</summary>
/// <param name="Query">The query.</param>
/// <param name="Runs">All runs that match, in order.</param>
/// <param name="Groups">Their groups, in order; empty without grouping.</param>
/// <param name="Columns">
/// The columns to show: those asked for that exist, without settings that are equal everywhere if the query says so.
/// </param>
/// <param name="Marks">The best values.</param>
/// <param name="Problems">Parts of the search that could not be used.</param>
public sealed record RunRows(
    RunQuery Query, IReadOnlyList<Run> Runs, IReadOnlyList<RunGroup> Groups, IReadOnlyList<RunColumn> Columns, BestMarks Marks,
    IReadOnlyList<string> Problems)
{
    /// <summary>The runs with which others are compared; none unless the query asks for it.</summary>
    public Baselines Baselines { get; init; } = Baselines.None;

    /// <summary>Total number of rows: groups if there is grouping, otherwise runs.</summary>
    public int Rows => Query.Grouping == RunGrouping.None ? Runs.Count : Groups.Count;

    /// <summary>Number of pages, at least 1.</summary>
    public int Pages => Math.Max(1, (Rows + Query.PageSize - 1) / Query.PageSize);

    /// <summary>The page to show: the one asked for, or the last.</summary>
    public int Page => Math.Clamp(Query.Page, 1, Pages);

    /// <summary>Rows before this page.</summary>
    public int Skipped => (Page - 1) * Query.PageSize;

    /// <summary>The runs of the page; empty with grouping.</summary>
    public IReadOnlyList<Run> PageRuns => Query.Grouping == RunGrouping.None ? [.. Runs.Skip(Skipped).Take(Query.PageSize)] : [];

    /// <summary>The groups of the page.</summary>
    public IReadOnlyList<RunGroup> PageGroups => [.. Groups.Skip(Skipped).Take(Query.PageSize)];
}
