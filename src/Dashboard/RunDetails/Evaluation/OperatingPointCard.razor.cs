using System.Globalization;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>A slider over the thresholds of a class: how many of 100 exams are found, missed and called wrongly.</summary>
public sealed partial class OperatingPointCard
{
    private EvaluatedSplit? drawn;
    private IReadOnlyList<ExamPrediction> exams = [];
    private int chosen;
    private double threshold;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The split.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    /// <summary>Reads predictions.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

    private OperatingCounts Counts => OperatingCounts.At(exams, chosen, threshold);

    private string Sentence
    {
        get
        {
            OperatingCounts counts = Counts.OfHundred();
            string name = Split.Evaluation.Classes[chosen];
            return $"Of 100 such exams, {name} is found in {counts.Found} and missed in {counts.Missed}; "
                + $"{counts.Wrong} {(counts.Wrong == 1 ? "other is" : "others are")} called {name} wrongly.";
        }
    }

    private (string Name, double Value)[]? Suggested
    {
        get
        {
            ClassReport one = Split.Report.PerClass[chosen];
            (string Name, double? Value)[] all =
            [
                ("90 % specificity", one.Threshold90), ("95 % specificity", one.Threshold95), ("Youden", one.ThresholdYouden),
                ("F1", one.ThresholdF1),
            ];
            (string, double)[] set = [.. all.Where(entry => entry.Value is <= 1).Select(entry => (entry.Name, entry.Value!.Value))];
            return set.Length == 0 ? null : set;
        }
    }

    private string Color => Palette.Of(chosen).Color;

    private RocCurve? Curve => Split.Report.Roc.ElementAtOrDefault(chosen);

    /// <summary>Where the threshold is on the ROC curve; null without exams of the class, or without others.</summary>
    private (double Sensitivity, double FalsePositive)? Rates
    {
        get
        {
            OperatingCounts counts = Counts;
            double own = counts.Found + counts.Missed, others = counts.Wrong + counts.Spared;
            return own == 0 || others == 0 ? null : (counts.Found / own, counts.Wrong / others);
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (drawn == Split) return;
        drawn = Split;
        int classes = Split.Evaluation.Classes.Count;
        exams = Predictions.Read(Run).Find(Split.Name)?.Exams ?? [];
        // A file changed by hand may have other classes than the evaluation.
        if (exams.Any(exam => exam.Probabilities.Length != classes)) exams = [];
        if (chosen >= classes) chosen = 0;
        Start();
    }

    private void Start() => threshold = Suggested is [(_, double first), ..] ? first : 0.5;

    private void Choose(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out int c) && c >= 0 && c < Split.Evaluation.Classes.Count)
            chosen = c;
        Start();
    }

    private void Move(ChangeEventArgs change)
    {
        if (double.TryParse(change.Value as string, CultureInfo.InvariantCulture, out double value)) threshold = value;
    }

    private string RocLabel((double Sensitivity, double FalsePositive) at) =>
        $"ROC curve of {Split.Evaluation.Classes[chosen]}. At this threshold, sensitivity {Text(at.Sensitivity)}, "
            + $"specificity {Text(1 - at.FalsePositive)}.";

    // Of a picture whose y goes down.
    private static string Line(RocCurve curve) => string.Join(' ', curve.FalsePositiveRate.Zip(curve.TruePositiveRate,
        (x, y) => $"{Percent(x)},{Percent(1 - y)}"));

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
