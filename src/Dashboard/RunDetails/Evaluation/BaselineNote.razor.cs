using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>The area that the files alone reach on the split shown; nothing where that is not known.</summary>
public sealed partial class BaselineNote
{
    private string? dataset;
    private ShortcutBaseline? baseline;
    private StratifiedArea? within;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The split shown.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    /// <summary>What is known of data sets.</summary>
    [Inject] public required HygieneStore Hygiene { get; set; }

    /// <summary>Reads predictions.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

    private string? Text
    {
        get
        {
            if (baseline?.Joint is not { Auc: { } files } joint) return null;
            string text = $"What the files alone give away: AUC {BaselineText.Figure(files, joint.Interval)}";
            if (Split.Report.Metrics.GetValueOrDefault(MetricNames.AucOvrMacro) is { } own)
            {
                Interval? interval = Split.Report.Intervals.GetValueOrDefault(MetricNames.AucOvrMacro);
                text += $"; this run: {BaselineText.OfRun(own, interval)}";
            }
            text += ".";
            return within is not { } alike ? text : text + string.Create(CultureInfo.InvariantCulture,
                $" Between exams with the same number and size of frames, the run reaches {alike.Auc:0.00} ")
                + $"({100.0 * alike.Pairs / alike.AllPairs:0} % of the pairs).";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        (dataset, baseline, within) = (null, null, null);
        if (Hygiene.Of(Run) is not (Dataset of, HygieneReport report) || report.Shortcuts.Split != Split.Name) return;
        (dataset, baseline) = (of.Name, report.Shortcuts);
        if (baseline.Red && Predictions.Read(Run).Find(Split.Name) is { } predicted)
            within = StratifiedArea.Of(predicted.Exams, baseline.Strata);
    }
}
