using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Runs;

/// <summary>The rows of a page: runs, or groups that expand to their members.</summary>
public sealed partial class RunTable
{
    private const int MostMembers = 100;

    private readonly HashSet<string> opened = [];

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The query's result.</summary>
    [Parameter, EditorRequired] public required RunRows Result { get; set; }

    /// <summary>The runs to show, in their current state and the page's order.</summary>
    [Parameter] public IReadOnlyList<Run> Runs { get; set; } = [];

    /// <summary>The groups to show.</summary>
    [Parameter] public IReadOnlyList<RunGroup> Groups { get; set; } = [];

    /// <summary>What the runs are called.</summary>
    [Parameter, EditorRequired] public required RunLabels Labels { get; set; }

    /// <summary>Ids of the selected runs.</summary>
    [Parameter, EditorRequired] public required IReadOnlySet<string> Selected { get; set; }

    /// <summary>A run was selected or deselected; with Range, together with all runs since the previous one.</summary>
    [Parameter] public EventCallback<(string Id, bool Range)> OnSelect { get; set; }

    /// <summary>All runs of the page are to be selected or deselected.</summary>
    [Parameter] public EventCallback<bool> OnSelectAll { get; set; }

    /// <summary>All members of a group are to be selected, or deselected if all are.</summary>
    [Parameter] public EventCallback<RunGroup> OnSelectGroup { get; set; }

    /// <summary>Ids of the runs whose curves are shown.</summary>
    [Parameter, EditorRequired] public required IReadOnlySet<string> Eyes { get; set; }

    /// <summary>A run's curves are to be shown or hidden.</summary>
    [Parameter] public EventCallback<string> OnEye { get; set; }

    /// <summary>A column's heading was clicked.</summary>
    [Parameter] public EventCallback<RunColumn> OnSort { get; set; }

    private bool Grouped => Result.Query.Grouping != RunGrouping.None;

    private IReadOnlyList<RunColumn> Columns => Grouped ? RunExport.GroupColumns(Result) : Result.Columns;

    private bool AllSelected => Grouped
        ? Groups.Count > 0 && Groups.All(group => group.Members.All(run => Selected.Contains(run.Id)))
        : Runs.Count > 0 && Runs.All(run => Selected.Contains(run.Id));

    private string Caption => (Grouped ? $"{Count(Result.Rows, "group")} of " : "") + Count(Result.Runs.Count, "run")
        + (Result.Pages > 1 ? $", page {Result.Page} of {Result.Pages}" : "");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private string? Sorting(RunColumn column) =>
        Result.Query.Sort != column.Key ? null : Result.Query.Descending ? "descending" : "ascending";

    private static string Hint(RunColumn column) =>
        column.IsSortable ? column.Description : $"{column.Description}. Runs can be sorted by validation metrics, not by this column.";

    private string HeadClass(RunColumn column) => column.Key switch
    {
        "name" => "head-name",
        "progress" => "head-progress",
        "status" => "head-status",
        "note" or "reason" or "id" or "tags" => "head-long",
        "owner" or "created" or "started" or "ended" or "deleted" => "head-owner",
        _ when Grouped && column.IsNumber => "head-number head-mean",
        _ when column.Metric is not null && Result.Query.Delta => "head-number head-delta",
        _ when column.Kind is ColumnKind.Best => "head-number head-best",
        _ => column.IsNumber ? column.Kind == ColumnKind.Setting ? "head-short head-number" : "head-number" : "",
    };

    // A status begins with a capital letter, as everywhere on the pages; in CSV it is a plain word.
    private static string Shown(RunColumn column, GroupValue value) =>
        column.Key == "status" && value.Show(column.Format) is [char first and >= 'a' and <= 'z', .. string rest]
            ? $"{char.ToUpperInvariant(first)}{rest}"
            : value.Show(column.Format);

    private static DateTimeOffset? At(double? ticks) => ticks is { } time ? new DateTimeOffset((long)time, TimeSpan.Zero) : null;

    private void Toggle(string key)
    {
        if (!opened.Remove(key)) opened.Add(key);
    }
}
