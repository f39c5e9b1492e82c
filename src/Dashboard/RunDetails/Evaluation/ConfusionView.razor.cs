using System.Globalization;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.Charts.Confusion;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>The confusion matrix of a split whose cells list their exams.</summary>
public sealed partial class ConfusionView
{
    private IReadOnlyList<ExamPrediction> exams = [];

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The split.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    /// <summary>The cell whose exams are listed: true and predicted class, such as <c>0-2</c>.</summary>
    private string? Cell => new PageQuery(Navigation).Text("cell");

    /// <summary>Reads predictions.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private IReadOnlyList<string> Classes => Split.Evaluation.Classes;

    private ConfusionCell? Chosen => Cell?.Split('-') is [var row, var column]
        && int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out int r)
        && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int c)
        && r < Classes.Count && c < Classes.Count ? new ConfusionCell(r, c) : null;

    private string Summary
    {
        get
        {
            int right = Enumerable.Range(0, Classes.Count).Sum(c => Split.Report.Confusion[c][c]);
            (int Count, int Row, int Column) most = (from row in Enumerable.Range(0, Classes.Count)
                                                     from column in Enumerable.Range(0, Classes.Count)
                                                     where row != column
                                                     select (Split.Report.Confusion[row][column], row, column)).Max();
            string times = most.Count == 1 ? "once" : $"{most.Count} times";
            string confused = most.Count == 0 ? ""
                : $" Most often confused: {Classes[most.Row]} predicted as {Classes[most.Column]}, {times}.";
            return (Split.Report.Exams, right) switch
            {
                (1, _) => $"{right} of 1 exam is correct.{confused}",
                (int exams, 1) => $"1 of {exams} exams is correct.{confused}",
                (int exams, _) => $"{right} of {exams} exams are correct.{confused}",
            };
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        exams = Chosen is { } cell && Predictions.Read(Run).Find(Split.Name) is { } predicted
            ? new PredictionQuery(TrueClass: cell.Row, PredictedClass: cell.Column, Order: PredictionOrder.Top, Descending: true)
                .Of(predicted.Exams)
            : [];
    }

    private void ChooseCell(ConfusionCell cell) => Go($"{cell.Row}-{cell.Column}");

    private void Close() => Go(null);

    private void Go(string? cell) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cell", cell), replace: true);
}
