using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Studies;

/// <summary>The studies of the results folder, the newest first.</summary>
public sealed partial class StudiesPage : IDisposable
{
    private const string Example =
        "angioboard study new --output results/demo --split split.json --datadir exams --vary max_frames=4,12 --folds 5";

    private IReadOnlyList<Row>? studies;
    private IReadOnlyList<string> experiments = [];
    private IDisposable? subscription;
    private Throttle? throttle;

    /// <summary>The experiment whose studies are shown; none for all.</summary>
    [SupplyParameterFromQuery(Name = "experiment")] public string? Experiment { get; set; }

    /// <summary>Finds the studies.</summary>
    [Inject] public required StudyLibrary Library { get; set; }

    /// <summary>All runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Whether updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    private string Chosen => Experiment ?? "";

    private IEnumerable<Row> Shown => studies!.Where(row => Experiment is not { Length: > 0 } one || row.Study.Experiment == one);

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => await LookAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        throttle = new Throttle(() => InvokeAsync(UpdateAsync), Live);
        subscription = Feed.Subscribe(change =>
        {
            if (change.Kind is RunChangeKind.Added or RunChangeKind.Changed or RunChangeKind.Removed
                && (change.Run is null || change.Run.Study is not null)) throttle.Signal();
        });
    }

    private async Task UpdateAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    // Plans are read from disk the first time.
    private async Task LookAsync()
    {
        studies = await Task.Run(() => Rows(Library.All(), Store.All));
        experiments = [.. studies.Select(row => row.Study.Experiment).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<Row> Rows(IReadOnlyList<FoundStudy> found, IReadOnlyList<Run> runs)
    {
        ILookup<(string, string), Run> own = runs.Where(run => run.Study is not null)
            .ToLookup(run => (run.Experiment, run.Study!.Study));
        return [.. found.Select(study => new Row(study, StudyRuns.Of(study, own[(study.Experiment, study.Name)]),
            study.Plan is { } plan ? StudyText.Varied(plan) : []))];
    }

    private void Choose(string? name) =>
        Navigation.NavigateTo(name is { Length: > 0 } ? $"studies?experiment={Uri.EscapeDataString(name)}" : "studies");

    private sealed record Row(FoundStudy Study, StudyRuns Runs, IReadOnlyList<string> Varied);
}
