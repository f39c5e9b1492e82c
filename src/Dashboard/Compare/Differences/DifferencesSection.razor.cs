using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Comparison.Export;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Compare.Differences;

/// <summary>
/// The differences of the page's runs. They are computed in the background, so that the page is usable meanwhile, and no longer once the
/// page is left or asks something else.
/// </summary>
public sealed partial class DifferencesSection : IProgress<StageProgress>, IDisposable
{
    // An alert each.
    private const int Shown = 5;

    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(200);

    private DifferencesQuestion? question, begun;
    private (DifferencesQuestion Asked, ComparisonReport Report)? shown;
    private IReadOnlyList<string> splits = [];
    private IReadOnlyList<string> left = [];
    private IReadOnlyList<string> problems = [];
    private string command = "";
    private CancellationTokenSource? stop;
    private Throttle? throttle;
    private bool computing;
    private double share;

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired] public required ComparedData Data { get; set; }

    /// <summary>The choices.</summary>
    [Parameter, EditorRequired] public required CompareView View { get; set; }

    /// <summary>Changes the choices.</summary>
    [Parameter, EditorRequired] public required EventCallback<CompareView> Go { get; set; }

    /// <summary>Compares.</summary>
    [Inject] public required RunDifferences Differences { get; set; }

    /// <summary>Who looks.</summary>
    [CascadingParameter] public Task<AuthenticationState>? Authentication { get; set; }

    private string? Reason => question?.Reference.Reason switch
    {
        ReferenceReason.Baseline => "the baseline",
        ReferenceReason.BestOnValidation => "best on validation",
        ReferenceReason.First => "the first run",
        _ => null,
    };

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        share = value.Total == 0 ? 0 : (double)value.Done / value.Total;
        throttle?.Signal();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop?.Cancel();
        stop?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        splits = DifferencesQuestion.Splits(Data);
        question = DifferencesQuestion.Of(Data, View.DifferenceSplit, View.DifferenceMetric, View.Reference);
        left = question is null ? []
            : [.. Data.Compared.Names.Where((_, run) => question.Runs.All(compared => compared.Place != run))];
        if (question is null || shown is { } old && IsSealed(old.Asked)) (shown, problems) = (null, []);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsSame(question, begun)) return;
        begun = question;
        stop?.Cancel();
        stop?.Dispose();
        stop = null;
        if (question is not null) await CompareAsync(question);
    }

    private async Task CompareAsync(DifferencesQuestion asked)
    {
        stop = new CancellationTokenSource();
        CancellationToken stopped = stop.Token;
        throttle ??= new Throttle(() => InvokeAsync(StateHasChanged));
        (computing, share, problems) = (true, 0, []);
        Task<ComparisonReport> result = Differences.CompareAsync(asked, this, stopped);
        // Results that were kept are there at once: no bar for them.
        if (await Task.WhenAny(result, Task.Delay(Unnoticed, stopped)) != result && !stopped.IsCancellationRequested) StateHasChanged();
        try
        {
            ComparisonReport report = await result;
            if (stopped.IsCancellationRequested) return;
            (shown, command) = ((asked, report), Differences.Command(asked));
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
        catch (InputException e)
        {
            if (stopped.IsCancellationRequested) return;
            bool mayLaunch = Authentication is not null && (await Authentication).User.MayLaunch();
            shown = null;
            problems = mayLaunch ? First(e.Problems) : ["These runs cannot be compared on the same exams. A researcher can see why."];
        }
        computing = false;
        StateHasChanged();
    }

    private string NameOf(string? id) => question?.Runs.FirstOrDefault(run => run.Run.Id == id)?.Name ?? "";

    private string Deciding(DifferencesRun run) => (View with
    {
        Split = shown?.Asked.Split,
        Exams = ExamFilter.Deciding,
        Reference = shown?.Asked.Against.Run.Id,
        Decided = run.Run.Id,
        Exam = null,
    }).Address() + "#compare-exams";

    private static IEnumerable<string> Sentences(ComparisonReport report) => report.Pairs.Count == 1
        ? [ComparisonSentence.Of(report, report.Pairs.Values.First(), report.Metric)]
        : new[] { ComparisonSentence.Reference(report), ComparisonSentence.Best(report) }.OfType<string>();

    private static IEnumerable<string> Notes(ComparisonReport report) =>
        report.Notes.Concat(report.Pairs.Values.Select(pair => pair.Intervals[report.Metric]).SelectMany(Remarks)
            .Where(remark => !report.Notes.Any(note => note.EndsWith(remark, StringComparison.OrdinalIgnoreCase)))).Distinct();

    private static string[] First(IReadOnlyList<string> problems) => problems.Count <= Shown ? [.. problems]
        : [
            .. problems.Take(Shown - 1),
            $"{Figures.Count(problems.Count - Shown + 1)} more lines like these; `angioboard compare` prints them all",
        ];

    private static string Named(DifferencesQuestion asked, string text) => ComparisonNote.Named(text, asked.Classes);

    private static IEnumerable<string> Remarks(MetricDifference found)
    {
        if (found.Undefined is { } undefined) yield return $"{char.ToUpperInvariant(undefined[0])}{undefined[1..]}.";
        if (found.LeftOut > 0)
            yield return $"Resamples left out because they lack a class or do not define the metric: {Figures.Count(found.LeftOut)}.";
    }

    // Somebody may seal the split while the page is open.
    private bool IsSealed(DifferencesQuestion asked) => Data.Compared.Runs.Any(run =>
        run.Hidden.OfNamed(asked.Split) is not null && asked.Runs.Any(compared => compared.Run.Id == run.Id));

    // Predictions that have not changed are the same list.
    private static bool IsSame(DifferencesQuestion? one, DifferencesQuestion? other) =>
        ReferenceEquals(one, other) || one is not null && other is not null
        && (one.Split, one.Metric, one.Against.Run.Id) == (other.Split, other.Metric, other.Against.Run.Id)
        && one.Runs.Count == other.Runs.Count && one.Runs.Zip(other.Runs).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(DifferencesRun one, DifferencesRun other) =>
        (one.Place, one.Name, one.Run.Id, one.Run.SettingsHash, one.Settings, one.Run.Settings.Patients)
            == (other.Place, other.Name, other.Run.Id, other.Run.SettingsHash, other.Settings, other.Run.Settings.Patients)
        && ReferenceEquals(one.Predicted.Exams, other.Predicted.Exams);
}
