using System.Collections.Concurrent;
using Angioboard.Dashboard.Charts.Saving;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Run = Angioboard.Jobs.Runs.Run;
namespace Angioboard.Dashboard.Compare;

/// <summary>Runs side by side; the address holds all choices.</summary>
public sealed partial class ComparePage : IDisposable
{
    private const string Path = "compare";
    private const string EqualChoice = "compare-equal", LastChoice = "compare-last";
    private const int Newest = 4;

    private readonly ConcurrentDictionary<string, bool> changed = new();
    private ComparedData data = default!;
    private CompareView view = new();
    private Throttle? throttle;
    private IDisposable? subscription;
    private bool equal;
    private int? shown;
    private IReadOnlyList<Run> newest = [];
    private IReadOnlyList<string> last = [];
    private SettingsVerdict? verdict;
    private SettingsSweep? sweep;
    private IReadOnlyList<string> splits = [];
    private string? split;
    private IReadOnlyList<MetricRow> epochRows = [];
    private IReadOnlyList<MetricRow> splitRows = [];
    private IReadOnlyList<ComparedChart> curves = [];
    private IReadOnlyList<EvaluatedSplit?> evaluated = [];
    private ChartSource? source;
    private IReadOnlyList<ComparedExam> exams = [];
    private (int First, int Second)? pair;
    private ComparedChart imcp = new("IMCP", [], []);
    private ComparedChart roc = new("ROC", [], []);

    /// <summary>The runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>Reads evaluations.</summary>
    [Inject] public required RunEvaluations Evaluations { get; set; }

    /// <summary>Reads predictions.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>The browser, which remembers whether equal settings are shown.</summary>
    [Inject] public required IJSRuntime Script { get; set; }

    /// <summary>What is selected in the list.</summary>
    [Inject] public required ChosenRuns Chosen { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [CascadingParameter] public LiveState? Live { get; set; }

    private IReadOnlyList<Run> Runs => data.Compared.Runs;

    private bool ShowEqual => view.Equal ?? equal;

    private string TabTitle => Runs.Count == 0 ? "Compare – Angioboard" : $"Compare {Runs.Count} runs – Angioboard";

    private string AxisTitle => view.Axis switch { CurveAxis.Hours => "hours", CurveAxis.Frames => "training frames", _ => "epoch" };

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        data = new ComparedData(Store, Evaluations, Predictions);
        view = CompareView.Read(Navigation.Uri);
        // Compare in the menu, after runs have been selected in the list, means these.
        if (view.Runs.Count == 0 && Chosen.Ids.Count is > 1 and <= ComparedRuns.Most)
        {
            view = view with { Runs = Chosen.Ids };
            Navigation.NavigateTo(RunAddress.Compare(Chosen.Ids), replace: true);
        }
        data.Select(view.Runs);
        newest = [.. Store.All.Where(run => run.Trashed is null && !run.Archived && run.EpochsDone > 0)
            .OrderByDescending(run => run.Created).Take(Newest)];
        Arrange();
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        throttle = new Throttle(() => InvokeAsync(Refresh), Live);
        subscription = Feed.Subscribe(Hear);
        await RememberAsync();
        if (await Script.InvokeAsync<string?>("angioboard.choice.get", EqualChoice) == "shown" && !equal)
        {
            equal = true;
            StateHasChanged();
        }
    }

    private void Hear(RunChange change)
    {
        if (change.Kind is RunChangeKind.Progressed or RunChangeKind.Event or RunChangeKind.Queue) return;
        if (!view.Runs.Contains(change.Id)) return;
        changed[change.Id] = true;
        throttle?.Signal();
    }

    private void Refresh()
    {
        string[] news = [.. changed.Keys];
        foreach (string id in news) changed.TryRemove(id, out _);
        if (!data.Refresh(news)) return;
        Arrange();
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        if (!Navigation.ToBaseRelativePath(args.Location).StartsWith(Path, StringComparison.Ordinal)) return;
        _ = InvokeAsync(() =>
        {
            CompareView there = CompareView.Read(args.Location);
            if (!there.Runs.SequenceEqual(view.Runs)) shown = null;
            view = there;
            data.Select(view.Runs);
            Arrange();
            StateHasChanged();
            _ = RememberAsync();
        });
    }

    // The page of the menu has no runs: it offers those of the last visit.
    private async Task RememberAsync()
    {
        if (Runs.Count > 0)
        {
            await Script.InvokeVoidAsync("angioboard.choice.set", LastChoice, string.Join(',', Runs.Select(run => run.Id)));
            return;
        }
        string[] known = (await Script.InvokeAsync<string?>("angioboard.choice.get", LastChoice))?.Split(',') ?? [];
        last = [.. known.Where(id => Store.Find(id) is { Trashed: null })];
        if (last.Count > 0) StateHasChanged();
    }

    // Computed once per change, so that rendering computes nothing.
    private void Arrange()
    {
        splits = [.. data.Splits.OrderBy(name => name switch { "test" => 0, "validation" => 1, "train" => 2, _ => 3 })];
        split = view.Split is { } wanted && splits.Contains(wanted) ? wanted : splits.Count > 0 ? splits[0] : null;
        epochRows = ComparedMetrics.Epochs(Runs);
        data.Pooled = view.Grouped;
        verdict = Runs.Count > 1 && Runs.Any(run => run.BestEpoch is not null || run.Best.Count > 0)
            ? SettingsVerdict.Of(Runs, view.Metric)
            : null;
        sweep = verdict is not null && Runs.Count >= SettingsSweep.Fewest ? SettingsSweep.Of(Runs, data.Settings, verdict.Metric) : null;
        curves = CompareCharts.Curves(data, view);
        source = ChartSource.Of(data.Compared.Names, [.. Runs.Select(run => run.Id)], Runs.Select(run => run.Dataset));
        if (split is null)
        {
            (splitRows, evaluated, exams, pair) = ([], [], [], null);
            return;
        }
        evaluated = data.Evaluated(split);
        splitRows = ComparedMetrics.Split(Runs, evaluated);
        imcp = CompareCharts.Imcp(data, evaluated);
        roc = CompareCharts.Roc(data, evaluated);
        exams = data.Exams(split);
        pair = DifferencesQuestion.Of(data, split, null, view.Reference)?.Deciding(view.Decided);
    }

    private string AddressOf(string exam) => (view with { Exam = exam }).Address();

    // The first run that has predicted the exam.
    private string RunOf(ComparedExam exam) => Runs[Math.Max(0, exam.Calls.ToList().FindIndex(call => call is not null))].Id;

    private string CallAddress(int run, ComparedExam exam) => RunAddress.Exam(Runs[run].Id, split!, exam.Exam);

    private ExamNeighbours Neighbours(ComparedExam opened)
    {
        ComparedExam[] listed = [.. exams.Where(exam => exam.Passes(view.Exams, pair))];
        return ExamNeighbours.Of(listed, exam => exam.Exam, opened.Exam, AddressOf, exam => exam.Wrong > 0);
    }

    private void Go(CompareView there) => Navigation.NavigateTo(there.Address(), replace: true);

    private void Add(string id) => Go(view with { Runs = [.. view.Runs.Append(id).Distinct()] });

    private void AddNewest() => Go(view with { Runs = [.. newest.Select(run => run.Id)] });

    private void AddLast() => Go(view with { Runs = last });

    private void Remove(string id) => Go(view with { Runs = [.. view.Runs.Where(run => run != id)] });

    private async Task SetEqual(bool on)
    {
        equal = on;
        await Script.InvokeVoidAsync("angioboard.choice.set", EqualChoice, on ? "shown" : "hidden");
        Go(view with { Equal = on });
    }

    // A cell of a confusion matrix leads to its exams in the run's predictions.
    private void OpenCell(int run, int label, int predicted)
    {
        if (evaluated[run] is not { } known) return;
        IReadOnlyList<string> classes = known.Evaluation.Classes;
        Navigation.NavigateTo(RunAddress.Predictions(Runs[run].Id, known.Name, classes[label], classes[predicted]));
    }

    private void ShowApart(int? run) => shown = run;

    private static int? RunOf(ComparedChart chart, int? series) =>
        series is { } index && index < chart.Groups.Count ? chart.Groups[index][0] : null;

    private string Names(IReadOnlyList<int> runs) => string.Join(", ", runs.Select(run => data.Compared.Names[run]));

    private static string SmoothingText(double smoothing) =>
        smoothing switch { 0 => "none", 0.5 => "light", 0.8 => "medium", _ => "strong" };

    private static string BandText(BandKind band) => band == BandKind.Range ? "lowest to highest" : "± standard deviation";

    private string FilterText(ExamFilter filter) => filter switch
    {
        ExamFilter.Deciding when pair is var (first, second) =>
            $"decide between {data.Compared.Names[first]} and {data.Compared.Names[second]}",
        ExamFilter.Disagreed => "runs disagree",
        ExamFilter.Wrong => "misclassified by at least one run",
        _ => "all",
    };
}
