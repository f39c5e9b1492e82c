using Angioboard.Core.Evaluation.Studies;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The statistics of a study in sentences, with the works they come from.</summary>
internal static class CrossValidationStatistics
{
    public static IEnumerable<string> Of(PaperCrossValidation study)
    {
        StudyResults results = study.Results;
        yield return FigureWords(study.Results);
        if (results.Variants.Any(variant => variant.Difference is not null)) yield return DifferenceWords(study.Results);
        if (results.Selection is not null)
            yield return "The best of several variants, chosen and measured on the same exams, looks better than it is. So three figures "
                + "are given: that of the best in hindsight; a nested one, for which each fold's validation exams choose the variant that "
                + "predicts its test exams; and one corrected by the bootstrap (BBC-CV; Tsamardinos et al., 2018), in which the best "
                + $"variant on {Figures.Count(results.Selection.Draws)} draws of {results.Unit} is measured on those not "
                + "drawn.";
        if (results.LearningCurve is { Fit: not null })
            yield return "The learning curve was fitted by an inverse power law with weighted least squares (Figueroa et al., 2012; "
                + "Viering and Loog, 2023), with a band from refits on draws of the test patients. Nothing is said beyond twice the "
                + "patients.";
        else if (results.LearningCurve is not null)
            yield return "The last two sizes of the learning curve were compared on the same test exams. No curve was fitted.";
    }

    private static string FigureWords(StudyResults results)
    {
        string unit = results.Unit == "patients"
            ? "Patients, not exams, counted as independent."
            : "Patients were not known, so every exam counted as independent; with two exams of a patient, intervals are too narrow.";
        string folds = results.Folds == 1 ? "" :
            "Each exam was predicted once, by the model that had it in its test fold. Figures of decisions and probabilities are of the "
            + "pooled exams (Forman and Scholz, 2010). Areas under ROC curves and average precisions were made within folds, since scores "
            + "of different models cannot be ranked together (Airola et al., 2011): an area counts pairs of exams of one fold, and a drawn "
            + "curve is the mean of the folds' curves, weighted by their pairs. ";
        string seeds = results.Seeds.Count > 1 ? "With several seeds each figure is the mean of the seeds' figures. " : "";
        string spread = results.Folds > 1
            ? " Mean and standard deviation over folds are description: how much models differ that are trained on other exams cannot be "
                + "estimated without bias (Bengio and Grandvalet, 2004)."
            : "";
        return $"{folds}{seeds}Intervals are of 95 %, for these models. {unit} Shares have Wilson's interval (Wilson, 1927) with the "
            + "effective number of exams; balanced accuracy has an interval from those of the classes (MOVER; Zou and Donner, 2008); "
            + "areas have one on the logit scale, and all other figures percentiles, from "
            + $"{Figures.Count(results.Resamples)} resamples of {results.Unit} (Efron and Tibshirani, 1993).{spread}";
    }

    private static string DifferenceWords(StudyResults results)
    {
        string folds = results.Folds > 1
            ? " By folds, whether models trained this way on other exams would differ, was tested with the corrected resampled t-test "
                + "(Nadeau and Bengio, 2003; Bouckaert and Frank, 2004), since folds share training exams; seeds were averaged in each "
                + "fold."
            : "";
        string seeds = results.Seeds.Count > 1
            ? " By seeds, whether models trained with other seeds would differ, was tested with seeds as a random factor (Obuchowski and "
                + "Rockette, 1995; Hillis, 2014)."
            : "";
        return $"Variants were compared with {PaperWords.Clean(results.Baseline!)} on the same exams. By patients, whether these models "
            + $"differ on new {results.Unit}, was tested with paired resamples, the same for every variant.{folds}{seeds} P-values of each "
            + "test were corrected for all variants by Holm's method (Holm, 1979).";
    }
}
