using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Comparing;
using Angioboard.Jobs.Studies.Library;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace Angioboard.Dashboard.Compare.Variants;

/// <summary>
/// Variants of studies side by side; the address holds all choices. They are compared in the background, and again when more of their runs
/// have finished.
/// </summary>
public sealed partial class CompareVariantsPage : IProgress<StageProgress>, IDisposable
{
    // An alert each.
    private const int ShownProblems = 5;

    private const string Path = "compare/variants", Test = "test";

    private ChosenVariants chosen = new([], [], []);
    private VariantsView view = new();
    private VariantsReport? report;
    private IReadOnlyList<ComparedHead> heads = [];
    private IReadOnlyList<SettingRow> settings = [];
    private IReadOnlyList<MetricRow> metrics = [];
    private IReadOnlyList<string> problems = [];
    private (int First, int Second)? pair;
    private CancellationTokenSource? stop;
    private IDisposable? subscription;
    private Throttle? throttle;
    private (string Question, string Finished)? begun;
    private double share;
    private bool hidden, working, gone;

    /// <summary>Finds the studies.</summary>
    [Inject] public required StudyLibrary Library { get; set; }

    /// <summary>Compares.</summary>
    [Inject] public required VariantReports Reports { get; set; }

    /// <summary>All runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Whether updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    private string TabTitle => heads.Count == 0 ? "Compare variants – Angioboard" : $"Compare {heads.Count} variants – Angioboard";

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        share = value.Total == 0 ? 0 : (double)value.Done / value.Total;
        throttle?.Signal();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gone = true;
        Navigation.LocationChanged -= OnLocationChanged;
        subscription?.Dispose();
        throttle?.Dispose();
        stop?.Cancel();
        stop?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        view = VariantsView.Read(Navigation.Uri);
        Look();
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            throttle = new Throttle(() => InvokeAsync(Update), Live);
            subscription = Feed.Subscribe(Hear);
        }
        return CompareAsync();
    }

    private void Hear(RunChange change)
    {
        if (change.Kind is RunChangeKind.Queue or RunChangeKind.Event) return;
        if (change.Run is { } run
            ? chosen.Studies.Any(study => StudyRuns.Is(run, study.Study))
            : chosen.Studies.Any(study => change.Id.StartsWith($"{study.Study.Experiment}/", StringComparison.Ordinal)))
            throttle?.Signal();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        if (!Navigation.ToBaseRelativePath(args.Location).StartsWith(Path, StringComparison.Ordinal)) return;
        _ = InvokeAsync(() =>
        {
            view = VariantsView.Read(args.Location);
            Update();
        });
    }

    private void Update()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        string before = string.Join('\n', chosen.Variants.Select(variant => variant.Address));
        chosen = ChosenVariants.Of(view.Variants, Library, Store);
        heads = [.. chosen.Variants.Select((variant, i) => new ComparedHead(Name(variant.Name), $"{variant.Address}", i))];
        settings = chosen.Variants.Count == 0 ? [] : SettingsDifference.Between([.. chosen.Variants.Select(one => one.Settings)]);
        hidden = chosen.AreHidden(Store.Seals);
        // Somebody may seal the split while the page is open.
        if (hidden || before != string.Join('\n', chosen.Variants.Select(variant => variant.Address))) Forget();
        Arrange();
    }

    private void Forget()
    {
        (report, begun, problems, working) = (null, null, [], false);
        stop?.Cancel();
    }

    // Computed once per change, so that rendering computes nothing.
    private void Arrange()
    {
        if (report is not { Results: var results })
        {
            (metrics, pair) = ([], null);
            return;
        }
        metrics = [.. FoldedMetrics.Names.Select(name =>
            new MetricRow(name, [.. results.Variants.Select(variant => Cell(variant.Figures, name))]))];
        int reference = results.Variants.Index().First(one => one.Item.Variant == report.Reference.Name).Index;
        int decided = PlaceOf(view.Decided);
        pair = (reference, decided >= 0 && decided != reference ? decided : reference == 0 ? 1 : 0);
    }

    private async Task CompareAsync()
    {
        if (gone || hidden || chosen.Variants.Count < 2) return;
        string question = $"{view.Metric}\t{view.Reference}", finished = chosen.Finished;
        // The next run that finishes waits until the comparison is there, or none ever would be while runs are quick.
        if (begun == (question, finished) || working && begun?.Question == question) return;
        begun = (question, finished);
        stop?.Cancel();
        stop?.Dispose();
        stop = new CancellationTokenSource();
        await CompareAsync(chosen, OptionsOf(view, chosen), stop.Token);
    }

    private async Task CompareAsync(ChosenVariants asked, ComparedVariantsOptions options, CancellationToken stopped)
    {
        (working, share) = (true, 0);
        VariantsReport? found = null;
        IReadOnlyList<string> lines = [];
        try
        {
            // Not within rendering.
            await Task.Yield();
            StateHasChanged();
            found = await Reports.CompareAsync(asked, options, this, stopped);
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
            lines = [$"The variants cannot be compared: {FileTrouble.Words(e)}"];
        }
        if (stopped.IsCancellationRequested || hidden) return;
        working = false;
        (report, problems) = (found, await ToldAsync(lines));
        Arrange();
        StateHasChanged();
    }

    // Paths of files, which viewers need not know.
    private async Task<IReadOnlyList<string>> ToldAsync(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return [];
        bool mayLaunch = Authentication is not null && (await Authentication).User.MayLaunch();
        return !mayLaunch ? [VariantsDownload.Incomparable]
            : lines.Count <= ShownProblems ? lines
            : [
                .. lines.Take(ShownProblems - 1),
                $"{lines.Count - ShownProblems + 1} more lines like these; `angioboard compare` prints them all",
            ];
    }

    /// <summary>The options of a view; what it holds and cannot be takes its default.</summary>
    internal static ComparedVariantsOptions OptionsOf(VariantsView view, ChosenVariants chosen) => new(
        view.Metric is { } metric && FoldedMetrics.Names.Contains(metric) ? metric : null,
        chosen.Variants.FirstOrDefault(variant => $"{variant.Address}" == view.Reference)?.Name);

    private int PlaceOf(string? address) => chosen.Variants.ToList().FindIndex(variant => $"{variant.Address}" == address);

    private void Go(VariantsView there) => Navigation.NavigateTo(there.Address(), replace: true);

    private void Remove(string address) => Go(view with { Variants = [.. view.Variants.Where(variant => variant != address)] });

    private void SetReference(string name) =>
        Go(view with { Reference = $"{chosen.Variants.FirstOrDefault(variant => variant.Name == name)?.Address}", Decided = null });

    private string Deciding(int variant) => (view with
    {
        Exams = ExamFilter.Deciding, Decided = $"{chosen.Variants[variant].Address}", Exam = null,
    }).Address() + "#compare-exams";

    private string AddressOf(string exam) => (view with { Exam = exam }).Address();

    // The first variant that has called the exam, by the run of its first seed.
    private string RunOf(ComparedExam exam) =>
        report!.RunsOf[Math.Max(0, exam.Calls.ToList().FindIndex(call => call is not null))][exam.Exam];

    private string CallAddress(int variant, ComparedExam exam) =>
        RunAddress.Exam(report!.RunsOf[variant].GetValueOrDefault(exam.Exam) ?? RunOf(exam), Test, exam.Exam);

    private ExamNeighbours Neighbours(ComparedExam opened)
    {
        ComparedExam[] listed = [.. report!.Exams.Where(exam => exam.Passes(view.Exams, pair))];
        return ExamNeighbours.Of(listed, exam => exam.Exam, opened.Exam, AddressOf, exam => exam.Wrong > 0);
    }

    private string FilterText(ExamFilter filter) => filter switch
    {
        ExamFilter.Deciding when pair is var (first, second) => $"decide between {heads[first].Name} and {heads[second].Name}",
        ExamFilter.Disagreed => "variants disagree",
        ExamFilter.Wrong => "misclassified by at least one variant",
        _ => "all",
    };

    private static MetricCell Cell(VariantFigures? figures, string name) => figures is null
        ? new MetricCell(null, Why: "no figures yet")
        : new MetricCell(figures.Metrics.GetValueOrDefault(name), figures.Intervals.GetValueOrDefault(name),
            Why: figures.Undefined.GetValueOrDefault(name) ?? figures.Undefined.GetValueOrDefault($"intervals.{name}"));

    private static IEnumerable<string> Sentences(StudyResults results) =>
        new[] { VariantSentences.Reference(results), VariantSentences.Best(results) }.OfType<string>();

    private static string State(ChosenVariant variant) =>
        $"{variant.Runs.Count(run => run.IsFinished)} of {variant.Runs.Count} runs";

    private static string Basis(StudyResults results)
    {
        string whole = results.Folds > 1
            ? "Each exam is called by models that were not trained on it: those that have it in their test fold."
            : "The exams of the test split.";
        return results.Variants.Any(variant => variant.Figures?.Seeds.Count > 1)
            ? $"{whole} A variant's call is by the mean probabilities of its seeds; the figures above are the mean of the seeds' figures."
            : whole;
    }

    private static string Name(string text) => VisibleText.Line(text);
}
