using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>What makes the rows of a list.</summary>
public enum RunGrouping
{
    /// <summary>Each run is a row.</summary>
    None,

    /// <summary>Each experiment is.</summary>
    Experiment,

    /// <summary>Each set of settings is, whatever the seed.</summary>
    Settings,
}

/// <summary>What somebody wants to see of the runs: which, in what order, and what of them. A value that an address can hold.</summary>
public sealed record RunQuery
{
    /// <summary>The sizes that a page may have.</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [25, 50, 100, 200];

    /// <summary>Words and conditions (<see cref="RunSearch"/>).</summary>
    public string Search { get; init; } = "";

    /// <summary>Statuses to keep; all when empty, as with the next ones.</summary>
    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    /// <summary>Registered datasets to keep.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Tags of which a run must have one.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Owners to keep.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Which runs it is about.</summary>
    public RunShelf Shelf { get; init; }

    /// <summary>The column that orders the rows.</summary>
    public string Sort { get; init; } = "created";

    /// <summary>Largest or newest first; missing values come last either way.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows of a page.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>What makes a row.</summary>
    public RunGrouping Grouping { get; init; }

    /// <summary>The columns shown, by their keys, in their order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = RunColumns.Default;

    /// <summary>Leave out settings that are the same in all rows.</summary>
    public bool HideEqual { get; init; }

    /// <summary>Whether anything but the shelf narrows the list.</summary>
    public bool IsFiltered => Search.Trim().Length > 0 || Statuses.Count > 0 || Datasets.Count > 0 || Tags.Count > 0 || Owners.Count > 0;

    /// <summary>Newest first, from the start, a run a row: where new runs may come in at the top.</summary>
    public bool IsNewestFirst => Sort == "created" && Descending && Page == 1 && Grouping == RunGrouping.None;

    /// <summary>The same without anything that narrows the list.</summary>
    public RunQuery WithoutFilters() => this with { Search = "", Statuses = [], Datasets = [], Tags = [], Owners = [], Page = 1 };

    /// <summary>The runs that are asked for, in their order, and what follows from all of them together.</summary>
    public RunRows Over(IReadOnlyList<Run> all)
    {
        RunSearch search = RunSearch.Parse(Search);
        List<Run> matching = [];
        foreach (Run run in all) if (Keeps(run) && search.Matches(run)) matching.Add(run);

        RunColumn sort = RunColumns.Find(Sort) is { IsSortable: true } column ? column : RunColumns.Find("created")!;
        RunColumn[] shown = [.. Columns.Select(RunColumns.Find).OfType<RunColumn>().Where(c => !HideEqual || c.Kind != ColumnKind.Setting || Differs(c, matching))];
        IReadOnlyList<Run> ordered = RunOrder.Of(matching, sort, Descending);
        IReadOnlyList<RunGroup> groups = Grouping == RunGrouping.None ? [] : RunGroups.Of(ordered, Grouping, sort, Descending);
        return new RunRows(this, ordered, groups, shown, BestMarks.Of(ordered, groups, Grouping, shown), search.Problems);
    }

    private bool Keeps(Run run) =>
        run.Shelf == Shelf
        && (Statuses.Count == 0 || Statuses.Contains(run.Status))
        && (Datasets.Count == 0 || (run.Dataset is { } dataset && Datasets.Contains(dataset)))
        && (Owners.Count == 0 || Owners.Contains(run.Owner))
        && (Tags.Count == 0 || run.Tags.Any(Tags.Contains));

    private static bool Differs(RunColumn column, List<Run> runs)
    {
        if (runs.Count == 0) return true;
        string first = column.Show(runs[0]);
        foreach (Run run in runs) if (column.Show(run) != first) return true;
        return false;
    }
}
