using System.Collections.Concurrent;
using System.Security.Claims;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Runs.Filters;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Runs;

/// <summary>
/// The list of runs. The address holds the query; rows are updated in place, and move only when the user asks for it or at the
/// top of a list sorted newest first.
/// </summary>
public sealed partial class RunsPage : IDisposable
{
    // A query's cost grows with the number of runs, and nobody would notice more than one per second.
    private static readonly TimeSpan BetweenQueries = TimeSpan.FromSeconds(1);

    private const int FirstCurves = 8;

    private readonly ConcurrentDictionary<string, bool> changed = new();
    private readonly RunSelection selection = new();
    private readonly HashSet<string> own = [];
    private RunQuery query = new();
    private string address = "";
    private IReadOnlyList<string> problems = [];
    private RunRows result = new RunQuery().Over([]);
    private RunFacets facets = RunFacets.Of([], RunShelf.Current);
    private IReadOnlyList<RunColumn> catalogue = [];
    private RunLabels labels = RunLabels.Of([], []);
    private IReadOnlyList<string> rows = [];
    private string user = "";
    private bool canLaunch;
    private string? seen;
    private long queried;
    private Throttle? throttle;
    private IDisposable? subscription;

    /// <summary>What is selected here, for Compare in the menu.</summary>
    [Inject] public required ChosenRuns Chosen { get; set; }

    /// <summary>The runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Checks what the user may do.</summary>
    [Inject] public required IAuthorizationService Authorization { get; set; }

    /// <summary>The columns chosen last in this browser.</summary>
    [Inject] public required ColumnMemory Remembered { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Whether updates are paused.</summary>
    [CascadingParameter] public LiveState? Live { get; set; }

    private string Counted => Store.All.Count == 0 ? "" : query.Grouping == RunGrouping.None
        ? $"{result.Runs.Count} of {facets.Total}"
        : $"{result.Rows} {(result.Rows == 1 ? "group" : "groups")} of {result.Runs.Count} {(result.Runs.Count == 1 ? "run" : "runs")}";

    private IEnumerable<string> Notes
    {
        get
        {
            foreach (string problem in problems.Concat(result.Problems)) yield return problem;
            if (result.Marks.DifferentData)
            {
                yield return "Best values are not highlighted because these runs use different data. Filter by dataset to compare.";
            }
        }
    }

    private IReadOnlyList<Run> PageRuns => query.Grouping == RunGrouping.None ? [.. rows.Select(Store.Find).OfType<Run>()] : [];

    private IReadOnlyList<RunGroup> PageGroups
    {
        get
        {
            if (query.Grouping == RunGrouping.None) return [];
            Dictionary<string, RunGroup> groups = result.Groups.ToDictionary(group => group.Key);
            return [.. rows.Select(groups.GetValueOrDefault).OfType<RunGroup>()];
        }
    }

    private IReadOnlyList<string> Ordered =>
        query.Grouping == RunGrouping.None ? [.. result.PageRuns.Select(run => run.Id)] : [.. result.PageGroups.Select(group => group.Key)];

    private bool OrderChanged => result.Rows > 0 && !rows.SequenceEqual(Ordered);

    private string News => Ordered.Except(rows).Count() is > 0 and var count && query.Grouping == RunGrouping.None
        ? $"{count} new {(count == 1 ? "run" : "runs")} on this page: show"
        : "The order has changed: show";

    private IReadOnlyList<Run> SelectedRuns => [.. selection.Ids.Select(Store.Find).OfType<Run>()];

    // The runs whose curves are shown: those with an open eye, by default the selected or else the first ones.
    private IReadOnlyList<Run> Curved => query.Curves switch
    {
        null => [],
        { Runs: { } eyes } => [.. eyes.Select(Store.Find).OfType<Run>()],
        _ when selection.Ids.Count > 0 => SelectedRuns,
        _ => [.. PageRuns.Concat(PageGroups.SelectMany(group => group.Members)).Take(FirstCurves)],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is null) return;
        ClaimsPrincipal principal = (await Authentication).User;
        user = principal.Identity?.Name ?? "";
        canLaunch = (await Authorization.AuthorizeAsync(principal, Policies.CanLaunch)).Succeeded;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        string asked = new Uri(Navigation.Uri).Query.TrimStart('?');
        if (asked == seen) return;
        seen = asked;
        // The page's own navigation is shown already, and may be outdated.
        if (own.Remove(asked)) return;
        address = asked;
        (query, problems) = RunQueryAddress.Read(asked);
        if (query.Columns.Count == 0 && Remembered.Columns.Count > 0)
        {
            query = query with { Columns = Remembered.Columns };
            address = RunQueryAddress.Write(query);
        }
        Ask();
        Refresh();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        Chosen.Ids = [.. selection.Ids];
        if (!firstRender) return;
        throttle = new Throttle(() => InvokeAsync(Update), Live);
        subscription = Feed.Subscribe(OnChange);
    }

    private void Show(RunQuery next, bool typing = false)
    {
        (query, problems) = (next, []);
        string before = address;
        address = RunQueryAddress.Write(next);
        Ask();
        Refresh();
        if (address == before) return;
        own.Add(address);
        Navigation.NavigateTo(address.Length == 0 ? Navigation.BaseUri : $"{Navigation.BaseUri}?{address}", replace: typing);
    }

    private async Task ChooseColumnsAsync(RunQuery next)
    {
        Show(next);
        await Remembered.KeepAsync(next.Columns);
    }

    private void Sort(RunColumn column)
    {
        // The first click sorts the better values first, the second reverses the order.
        bool descending = query.Sort == column.Key
            ? !query.Descending
            : column.Format == ColumnFormat.Time || (column.Metric is { } metric && !MetricDirection.LowerIsBetter(metric));
        Show(query with { Sort = column.Key, Descending = descending, Page = 1 });
    }

    private void SelectAll(bool all) => selection.Set(
        query.Grouping == RunGrouping.None ? rows : PageGroups.SelectMany(group => group.Members).Select(run => run.Id), all);

    private void ShowCurves(CurvePanel? panel) => Show(query with { Curves = panel });

    // A closed eye shows the run's curve, in a panel that opens if need be; an open one hides it.
    private void ToggleEye(string id)
    {
        CurvePanel panel = query.Curves ?? new CurvePanel(CurvePanel.UsualMetric, []);
        string[] eyes = [.. query.Curves is null ? [] : Curved.Select(run => run.Id)];
        ShowCurves(panel with { Runs = eyes.Contains(id) ? [.. eyes.Where(eye => eye != id)] : [.. eyes, id] });
    }

    private void Ask()
    {
        IReadOnlyList<Run> all = Store.All;
        result = query.Over(all);
        facets = RunFacets.Of(all, query.Shelf);
        if (catalogue.Count == 0) catalogue = RunColumns.Catalogue(all);
        queried = Time.GetTimestamp();
    }

    private void Refresh()
    {
        rows = Ordered;
        labels = RunLabels.Of(query.Grouping == RunGrouping.None ? PageRuns : PageGroups.SelectMany(group => group.Members), Store.All);
    }

    private void OnChange(RunChange change)
    {
        if (change.Kind is RunChangeKind.Queue or RunChangeKind.Event) return;
        changed.AddOrUpdate(change.Id, change.Kind != RunChangeKind.Progressed, (_, before) => before
            || change.Kind != RunChangeKind.Progressed);
        throttle?.Signal();
    }

    private void Update()
    {
        bool moved = false, seen = false;
        bool due = Time.GetElapsedTime(queried) >= BetweenQueries;
        HashSet<string> onPage = [.. rows, .. query.Curves?.Runs ?? []];
        foreach ((string id, bool more) in changed)
        {
            seen |= onPage.Contains(id) || query.Grouping != RunGrouping.None;
            moved |= more;
            // Changes that need a new query wait until one is due; the row itself is updated at once.
            if (!more || due) changed.TryRemove(id, out _);
        }
        if (moved && due)
        {
            Ask();
            if (query.IsNewestFirst || rows.Count == 0) Refresh();
        }
        else if (moved)
        {
            _ = SignalAsync();
        }
        if (seen || (moved && due)) StateHasChanged();
    }

    private async Task SignalAsync()
    {
        await Task.Delay(BetweenQueries, Time);
        throttle?.Signal();
    }
}
