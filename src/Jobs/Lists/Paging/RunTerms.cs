using Angioboard.Core;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Paging;

/// <summary>Which runs a program asks for, as it wrote it.</summary>
public sealed record RunTerms
{
    /// <summary>Words and conditions, as in the list's search field.</summary>
    public string? Search { get; init; }

    /// <summary>Statuses to keep; empty for all. The same holds for the next filters.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Datasets to keep.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Tags, of which a run must have at least one.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Owners to keep.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The launch to keep.</summary>
    public string? Launch { get; init; }

    /// <summary>The shelf; null for the current runs.</summary>
    public string? Shelf { get; init; }

    /// <summary>The column to sort by, with a minus for the largest first; null for the newest first.</summary>
    public string? Sort { get; init; }

    /// <summary>The query.</summary>
    /// <exception cref="InputException">A name is unknown; all are listed.</exception>
    public RunQuery Read()
    {
        List<string> problems = [];
        RunQuery query = new RunQuery
        {
            Search = Search ?? "",
            Statuses = [.. Statuses.Select(name => Named<RunStatus>("status", name, problems)).OfType<RunStatus>()],
            Datasets = Datasets,
            Tags = Tags,
            Owners = Owners,
            Launch = Launch,
            Shelf = Shelf is null ? RunShelf.Current : Named<RunShelf>("shelf", Shelf, problems) ?? RunShelf.Current,
        };
        if (Sort is not null) query = Sorted(query, Sort, problems);
        return problems.Count == 0 ? query : throw new InputException(problems);
    }

    private static RunQuery Sorted(RunQuery query, string sort, List<string> problems)
    {
        string key = sort.TrimStart('-');
        if (RunColumns.Find(key) is not { } column)
            problems.Add($"sort: there is no column “{key}”; use a name of the list's CSV, such as created or -best:val_auc_ovr_macro");
        else if (!column.IsSortable)
            problems.Add($"sort: runs are ordered by validation, not by {key}: that would be choosing by the test");
        return query with { Sort = key, Descending = sort.StartsWith('-') };
    }

    private static T? Named<T>(string field, string name, List<string> problems) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>()) if (value.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        problems.Add($"{field}: there is no {field} “{name}”; use {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return null;
    }
}
