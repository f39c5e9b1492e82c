using System.Globalization;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies;

/// <summary>What a reader of a study's results must know.</summary>
internal static class StudyNotes
{
    /// <summary>What the figures are.</summary>
    public static string Title(StudyPredictions study) => study.Folds == 1
        ? "Performance of these models on the test exams"
        : $"Performance of models trained this way, in {study.Folds} folds, on {Text(study.TrainExams.Average())} exams each";

    /// <summary>What a variant's figures leave out; null for nothing.</summary>
    /// <param name="result">Its runs.</param>
    /// <param name="predictions">What the figures are made of; null for none.</param>
    /// <param name="study">The study.</param>
    public static string? Partial(VariantResult result, VariantPredictions? predictions, StudyPredictions study)
    {
        if (result.Missing.Count == 0) return null;
        string runs = $"{result.Runs} of {result.Of} runs";
        if (predictions is null) return $"{runs}; no figures yet";
        string seeds = Count(predictions.Seeds.Count, study.SeedsOf(result.Variant).Count, "seed");
        return predictions.IsWhole
            ? $"{runs}; figures of {seeds}"
            : $"{runs}; figures of {Count(predictions.Folds.Count, study.Folds, "fold")} and {seeds}";
    }

    /// <summary>Why a variant is not compared with the baseline; null if it is.</summary>
    public static string? NotCompared(StudyPredictions study, string name, VariantPredictions? variant, MeasuredVariant? baseline) =>
        baseline is null ? $"the baseline {study.Baseline} has no seed with all folds yet"
        : variant is null || !variant.IsWhole ? $"{name} has no seed with all folds yet"
        : null;

    /// <summary>The notes, one sentence each.</summary>
    /// <param name="study">The study.</param>
    /// <param name="exams">The exams of all folds; null before a variant has all.</param>
    public static IEnumerable<string> Of(StudyPredictions study, DrawnExams? exams)
    {
        if (study.Folds > 1)
        {
            yield return "Areas under ROC curves and average precisions are made within folds, since scores of different models cannot be "
                + "ranked together; all other metrics are of the pooled exams.";
            yield return "Intervals count patients, for these models. They do not include how much models trained on other exams would "
                + "differ; the deviation over folds only describes that.";
        }
        if (study.Variants.Any(variant => study.SeedsOf(variant).Count > 1))
            yield return "Each figure is the mean of the seeds' figures, and not the figure of their ensemble.";
        yield return "Thresholds and calibration belong to one model: each run sets them on its own validation exams, and its decisions on "
            + "its test exams are pooled. Their intervals are for these thresholds.";
        if (study.Unit == "exams")
            yield return "Patients are unknown, so exams count as independent; if patients have two eyes here, intervals are too narrow "
                + "and p-values too small.";
        if (exams is not null && exams.Units.Count < FewUnits.FewInAll)
            yield return $"There are only {exams.Units.Count} {study.Unit}: with fewer than {FewUnits.FewInAll}, intervals and p-values "
                + "are rough.";
        if (exams?.Fewest.Count < FewUnits.Least)
            yield return $"Means over classes, MCC and kappa have no interval: {exams!.Classes[exams.Fewest.Class]} has "
                + $"{exams.Fewest.Count} of the {study.Unit}, and {FewUnits.Least} of each class are needed.";
    }

    private static string Count(int some, int all, string name) => some == all
        ? all == 1 ? $"the {name}" : $"all {all} {name}s"
        : $"{some} of {all} {name}s";

    private static string Text(double exams) => exams.ToString("0", CultureInfo.InvariantCulture);
}
