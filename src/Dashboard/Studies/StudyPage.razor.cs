using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Files;
using Angioboard.Core.Studies.Searching;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Charts.Saving;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Studies.Ensembles;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Studies;

/// <summary>
/// The page of a study: what it compares, how far it is, and what its finished runs say. Results are computed in the background, and again
/// when more runs have finished.
/// </summary>
public sealed partial class StudyPage : IProgress<StageProgress>, IDisposable
{
    // An alert each.
    private const int ShownProblems = 5;

    private const string ForViewers = "The files of this study cannot be used as they are. A researcher can see why.";

    // Between two computations, as trainers need the cores as well.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource gone = new();
    private FoundStudy? study;
    private StudyRuns? runs;
    private StudyResults? results;
    private IReadOnlyList<string> problems = [], refused = [];
    private IReadOnlyDictionary<string, SearchVerdict> verdicts = new Dictionary<string, SearchVerdict>();
    private string? judged;
    private ChartSource? source;
    private EnsembleSection? ensembles;
    private IDisposable? subscription;
    private Throttle? throttle;
    private Task? working;
    private string? begun;
    private double share;
    private double? left;
    private bool hidden, mayLaunch;

    /// <summary>The folder above Study_N.</summary>
    [Parameter] public required string Experiment { get; set; }

    /// <summary><c>Study_N</c>.</summary>
    [Parameter] public required string StudyName { get; set; }

    /// <summary>The variant whose confusion matrix is shown; null for the best.</summary>
    [SupplyParameterFromQuery(Name = "variant")] public string? VariantName { get; set; }

    /// <summary>Finds the study.</summary>
    [Inject] public required StudyLibrary Library { get; set; }

    /// <summary>Computes its results.</summary>
    [Inject] public required StudyReports Reports { get; set; }

    /// <summary>All runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>How long runs take.</summary>
    [Inject] public required RunEstimates Estimates { get; set; }

    /// <summary>Whether updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    private VariantResult? Chosen => results is null ? null
        : results.Variants.FirstOrDefault(variant => variant.Variant == VariantName)
            ?? results.Variants.FirstOrDefault(variant => variant.Variant == results.Selection?.Best)
            ?? (results.LearningCurve is null ? results.Variants : results.Variants.Reverse())
                .FirstOrDefault(variant => variant.Figures is not null);

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        share = value.Total == 0 ? 0 : (double)value.Done / value.Total;
        throttle?.Signal();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        mayLaunch = Authentication is not null && (await Authentication).User.MayLaunch();
        if (study?.Experiment != Experiment || study.Name != StudyName) (results, begun, refused) = (null, null, []);
        Look();
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            throttle = new Throttle(() => InvokeAsync(Update), Live);
            subscription = Feed.Subscribe(Hear);
        }
        return Compute();
    }

    // A run that is gone is not known any more; runs of other studies do not matter here.
    private void Hear(RunChange change)
    {
        if (change.Kind is RunChangeKind.Queue or RunChangeKind.Event || study is not { } shown) return;
        if (change.Run is { } run ? StudyRuns.Is(run, shown) : change.Id.StartsWith($"{shown.Experiment}/", StringComparison.Ordinal))
            throttle?.Signal();
    }

    private void Update()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        study = Library.Find(Experiment, StudyName);
        runs = study is null ? null : StudyRuns.Of(study, Store.All);
        if (study is null || runs is null) return;
        left = StudyTime.Left(runs, Estimates);
        Judge(runs);
        hidden = SealedStudies.AreHidden(runs, Store.Seals);
        // Somebody may seal the split while the page is open.
        if (hidden) (results, begun, refused) = (null, null, []);
        problems = Told([.. study.Problems, .. refused]);
        if (source?.FileName != Source(study).FileName) source = Source(study);
    }

    // Only when something has changed, as it reads the epochs of all runs.
    private void Judge(StudyRuns now)
    {
        string key = now.Study.Plan is not { Search: not null } plan ? "" : string.Join(' ', now.Planned.Select(planned =>
            string.Create(CultureInfo.InvariantCulture, $"{planned.Run?.Key}:{planned.Run?.EpochsDone}:{planned.Run?.Status}"))
            .Concat(plan.Promoted).Prepend(now.Study.Folder));
        if (judged == key) return;
        (judged, verdicts) = (key, SearchedStudy.Judge(now, Store));
    }

    // Paths of files, which viewers need not know.
    private IReadOnlyList<string> Told(IReadOnlyList<string> lines) => lines.Count == 0 ? []
        : !mayLaunch ? [ForViewers]
        : lines.Count <= ShownProblems ? lines
        : [
            .. lines.Take(ShownProblems - 1),
            $"{lines.Count - ShownProblems + 1} more lines like these; `angioboard study report` prints them all",
        ];

    private Task Compute()
    {
        if (working is not null || hidden || runs is not { Study.Plan: not null } now || gone.IsCancellationRequested)
            return Task.CompletedTask;
        string key = $"{now.Study.Folder}\n{StudyReports.Finished(now)}";
        if (begun == key) return Task.CompletedTask;
        begun = key;
        return working = ComputeAsync(now, gone.Token);
    }

    private async Task ComputeAsync(StudyRuns of, CancellationToken stopped)
    {
        share = 0;
        long start = Time.GetTimestamp();
        StudyResults? found = null;
        IReadOnlyList<string> lines = [];
        try
        {
            // Not within rendering.
            await Task.Yield();
            found = await Reports.FindAsync(of, this, stopped);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
        catch (InputException e)
        {
            lines = e.Problems;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            lines = [$"The results cannot be computed: {FileTrouble.Words(e)}"];
        }
        working = null;
        if (stopped.IsCancellationRequested) return;
        // Another study's page, or a seal, may be shown by now.
        if (study?.Folder == of.Study.Folder && !hidden) (results, refused) = (found, lines);
        Update();
        TimeSpan took = Time.GetElapsedTime(start);
        if (took > Rest) working = RestAsync(stopped);
    }

    private async Task RestAsync(CancellationToken stopped)
    {
        try
        {
            await Task.Delay(Rest, Time, stopped);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        working = null;
        Update();
    }

    private Task Gather(IReadOnlyList<string> chosen) =>
        ensembles?.MakeAsync(new EnsembleChoice { Runs = chosen }) ?? Task.CompletedTask;

    private static ChartSource Source(FoundStudy study) => new(study.Id.Replace('/', '-'), study.Id);

    private static string Basis(StudyResults results) =>
        $"95 % intervals by {Figures.Count(results.Resamples)} resamples of {results.Unit}, for these models. Mean ± standard deviation "
        + "says how much a figure varies, not how sure it is."
        + (results.Variants.Any(variant => variant.Difference is not null) ? " P-values are adjusted by Holm for all variants." : "");

    private static string Name(string variant) => VisibleText.Line(variant);
}
