using System.Globalization;
using Angioboard.Core.Evaluation.Conformal;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Dashboard.Layout;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Predictions;

/// <summary>The predictions of a run for a split: searchable, sortable, paged; an exam opens above the table.</summary>
public sealed partial class PredictionsTab
{
    private const int PageSize = 50;

    // With more classes, a column each would not fit beside the others.
    private const int FewClasses = 5;

    private static readonly Dictionary<string, object?> Cleared =
        new() { ["search"] = null, ["wrong"] = null, ["true"] = null, ["predicted"] = null, ["page"] = null };

    private RunPrediction predictions = new([], []);
    private PredictedSplit? split;
    private HiddenSplit? hidden;
    private ExamPrediction? opened;
    private ExamNeighbours? neighbours;
    private PredictionQuery query = new();
    private IReadOnlyList<ExamPrediction> shown = [];
    private IReadOnlyList<string> classes = [];

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The split shown; by default the test split, or else the last one.</summary>
    private string? SplitName => new PageQuery(Navigation).Text("split");

    /// <summary>Part of an exam's name.</summary>
    private string? Search => new PageQuery(Navigation).Text("search");

    /// <summary>Only misclassified exams.</summary>
    private bool? Wrong => new PageQuery(Navigation).Flag("wrong");

    /// <summary>The order; a leading minus reverses it.</summary>
    private string? SortKey => new PageQuery(Navigation).Text("sort");

    /// <summary>The page, from 1.</summary>
    private int? Page => new PageQuery(Navigation).Whole("page");

    /// <summary>The open exam.</summary>
    private string? ExamName => new PageQuery(Navigation).Text("exam");

    /// <summary>Reads predictions.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private PageQuery Address => new(Navigation);

    private bool AllClasses => Address.Flag("classes") ?? classes.Count <= FewClasses;

    private IEnumerable<PredictionColumn> Columns =>
        AllClasses ? [.. PredictionColumn.Usual, .. PredictionColumn.OfClasses(classes)] : PredictionColumn.Usual;

    // A file changed by hand may have other classes than the calibration.
    private ConformalQuantiles? Sets =>
        predictions.Calibration?.Conformal is { } sets && sets.Quantiles.Count == classes.Count ? sets : null;

    private int Pages => (shown.Count + PageSize - 1) / PageSize;

    private int Current => Math.Clamp((Page ?? 1) - 1, 0, Math.Max(0, Pages - 1));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        predictions = Predictions.Read(Run);
        hidden = predictions.Hidden.FirstOrDefault(one => one.Name == SplitName);
        split = hidden is not null ? null : predictions.Find(SplitName) ?? predictions.Find("test") ?? predictions.Find("validation")
            ?? (predictions.Splits is [.., PredictedSplit last] ? last : null);
        if (split is null) return;
        classes = ClassNames.Of(Run, split);
        (PredictionOrder order, int sortClass) = PredictionColumn.Read(SortKey);
        query = new PredictionQuery(Search ?? "", Wrong == true, ClassOf("true"), ClassOf("predicted"), order,
            SortKey?.StartsWith('-') == true, sortClass);
        shown = query.Of(split.Exams);
        opened = ExamName is null ? null : split.Exams.FirstOrDefault(exam => exam.Exam == ExamName);
        neighbours = opened is null
            ? null
            : ExamNeighbours.Of(shown, exam => exam.Exam, opened.Exam, AddressOf, exam => exam.Correct == false);
    }

    private string NameOf(int? label) => label is { } c ? classes[c] : "–";

    private static string Probability(double? probability) => probability?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    // A class that the run does not have filters nothing.
    private int? ClassOf(string name) =>
        Address.Text(name) is { } wanted && classes.ToList().IndexOf(wanted) is >= 0 and var found ? found : null;

    private void Sort(PredictionColumn column, bool sorted) =>
        Go(("sort", sorted && !query.Descending ? $"-{column.Key}" : column.Key), ("page", null));

    private void ChooseClass(string name, ChangeEventArgs change) =>
        Go((name, string.IsNullOrEmpty(change.Value as string) ? null : change.Value), ("page", null));

    private void ChooseColumns(bool all) => Go(("classes", all == classes.Count <= FewClasses ? null : (bool?)all));

    private void ChooseSearch(string? text) => Go(("search", string.IsNullOrEmpty(text) ? null : text), ("page", null));

    private void ChooseWrong(bool wrong) => Go(("wrong", wrong ? (bool?)true : null), ("page", null));

    private void ChoosePage(int page) => Go(("page", page == 1 ? null : (int?)page));

    private void Open(string exam) => Go(("exam", exam), ("frame", null), ("beside", null));

    // The table turns to the page that has the exam.
    private string AddressOf(string exam)
    {
        int page = shown.Select(one => one.Exam).ToList().IndexOf(exam) / PageSize + 1;
        return Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["exam"] = exam, ["page"] = page == 1 ? null : (int?)page, ["frame"] = null, ["beside"] = null,
        });
    }

    private void CloseExam() => Go(("exam", null), ("frame", null), ("beside", null));

    private void Go(params (string Name, object? Value)[] changes) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Name, change => change.Value)),
            replace: true);
}
