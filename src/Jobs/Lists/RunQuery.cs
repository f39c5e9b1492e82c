using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Lists.Search;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>What a row of the list is.</summary>
public enum RunGrouping
{
    /// <summary>A run.</summary>
    None,

    /// <summary>An experiment.</summary>
    Experiment,

    /// <summary>A set of settings without the seed.</summary>
    Settings,
}

/// <summary>What somebody wants to see: which runs, in what order, with which columns. It fits into an address.</summary>
public sealed record RunQuery
{
    /// <summary>The sizes that a page may have.</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [25, 50, 100, 200];

    /// <summary>Words and conditions (<see cref="RunSearch"/>).</summary>
    public string Search { get; init; } = "";

    /// <summary>Statuses to keep; empty for all. The same holds for the next filters.</summary>
    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    /// <summary>Registered datasets to keep.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Tags, of which a run must have at least one.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Owners to keep.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The launch to keep: runs launched together share its id. Null for all.</summary>
    public string? Launch { get; init; }

    /// <summary>Which shelf of runs.</summary>
    public RunShelf Shelf { get; init; }

    /// <summary>The column to sort by.</summary>
    public string Sort { get; init; } = "created";

    /// <summary>Largest or newest first; missing values are last in either direction.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows per page.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>What a row is.</summary>
    public RunGrouping Grouping { get; init; }

    /// <summary>The keys of the columns to show, in order; empty for those that suit the runs (<see cref="AutomaticColumns"/>).</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Leave out settings that are equal in all rows.</summary>
    public bool HideEqual { get; init; }

    /// <summary>Show how far metrics are from those of the experiment's baseline.</summary>
    public bool Delta { get; init; }

    /// <summary>The curves shown beside the list; null if they are not shown.</summary>
    public CurvePanel? Curves { get; init; }

    /// <summary>Whether anything besides the shelf filters the list.</summary>
    public bool IsFiltered => Search.Trim().Length > 0 || Statuses.Count > 0 || Datasets.Count > 0 || Tags.Count > 0 || Owners.Count > 0
        || Launch is not null;

    /// <summary>Newest first, first page, one run per row: new runs can be inserted at the top.</summary>
    public bool IsNewestFirst => Sort == "created" && Descending && Page == 1 && Grouping == RunGrouping.None;

    /// <summary>The same query without filters.</summary>
    public RunQuery WithoutFilters() =>
        this with { Search = "", Statuses = [], Datasets = [], Tags = [], Owners = [], Launch = null, Page = 1 };

    /// <summary>The matching runs in order, and what is computed from all of them.</summary>
    public RunRows Over(IReadOnlyList<Run> all)
    {
        (IReadOnlyList<Run> matching, RunSearch search) = Matching(all);
        RunColumn sort = RunColumns.Find(Sort) is { IsSortable: true } column ? column : RunColumns.Find("created")!;
        RunColumn[] shown = Columns.Count == 0
            ? AutomaticColumns.Of(matching, sort, Shelf, Grouping == RunGrouping.Settings)
            : [.. Columns.Select(RunColumns.Find).OfType<RunColumn>()
                .Where(c => !HideEqual || c.Kind != ColumnKind.Setting || matching.Count == 0 || c.Differs(matching))];
        IReadOnlyList<Run> ordered = RunOrder.Of(matching, sort, Descending);
        IReadOnlyList<RunGroup> groups = Grouping == RunGrouping.None ? [] : RunGroups.Of(ordered, Grouping, sort, Descending);
        return new RunRows(this, ordered, groups, shown, BestMarks.Of(ordered, groups, Grouping, shown), search.Problems)
        {
            Baselines = Delta ? Baselines.Of(all) : Baselines.None,
        };
    }

    /// <summary>The matching runs, in no particular order, and the search that was read.</summary>
    internal (IReadOnlyList<Run> Runs, RunSearch Search) Matching(IReadOnlyList<Run> all)
    {
        RunSearch search = RunSearch.Parse(Search, all);
        List<Run> matching = [];
        foreach (Run run in all) if (Keeps(run) && search.Matches(run)) matching.Add(run);
        return (matching, search);
    }

    private bool Keeps(Run run) =>
        run.Shelf == Shelf
        && (Statuses.Count == 0 || Statuses.Contains(run.Status))
        && (Datasets.Count == 0 || (run.Dataset is { } dataset && Datasets.Contains(dataset)))
        && (Owners.Count == 0 || Owners.Contains(run.Owner))
        && (Launch is null || run.Launch == Launch)
        && (Tags.Count == 0 || run.Tags.Any(Tags.Contains));
}
