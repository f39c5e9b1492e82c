using Angioboard.Core.Evaluation;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>How the intervals of a split were made, in a sentence or two.</summary>
internal static class IntervalNote
{
    /// <summary>The text.</summary>
    public static string Of(EvaluatedSplit split)
    {
        BootstrapReport bootstrap = split.Evaluation.Bootstrap;
        if (bootstrap.Seed is not null)
        {
            return $"95 % intervals by {bootstrap.Resamples} bootstrap resamples of {bootstrap.Unit}, as older versions made them. "
                + "Evaluate again (in the list of runs) for intervals that also hold for few patients.";
        }
        return bootstrap.Unit == "patients"
            ? $"95 % intervals over {split.Report.Units} {(split.Report.Units == 1 ? "patient" : "patients")}."
            : "95 % intervals over exams: patients are not known, so each exam counts as one. If two eyes of a patient are in, they "
                + "are too narrow; set how patients are named in the dataset.";
    }
}
