using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Bands;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The methods: statistics and software.</summary>
internal static class StatisticsSection
{
    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(2, "Statistical analysis");
        yield return new PaperParagraph(Intervals(study));
        yield return new PaperParagraph(Thresholds(study.Main.Evaluation) + " " + Calibration(study));
        if (study.Runs.Count > 1) yield return new PaperParagraph(Differences(study));
        yield return new PaperHeading(2, "Software");
        yield return new PaperParagraph(Software(study.Main));
    }

    private static string Intervals(PaperStudy study)
    {
        BootstrapReport bootstrap = study.Main.Evaluation.Bootstrap;
        string unit = study.KnowsPatients
            ? "Patients, not exams, counted as independent."
            : "Patients were not known, so every exam counted as independent; with two exams of a patient, intervals are too narrow.";
        return $"The primary metric was {PaperWords.Gap("primary metric, named before the test split was seen")}. Intervals are of 95 %. "
            + $"{unit} Shares (accuracy, sensitivity, specificity, predictive values) have Wilson's interval (Wilson, 1927) with the "
            + "effective number of exams; balanced accuracy has an interval from those of the classes (MOVER; Zou and Donner, 2008); "
            + "areas under ROC curves, each class against the rest, have intervals on the logit scale with the variance of Obuchowski "
            + "(1997) over "
            + $"{study.Unit}. All others are percentiles of {Figures.Count(bootstrap.Resamples)} bootstrap resamples of {study.Unit} "
            + $"(Efron and Tibshirani, 1993), and bands of ROC curves are percentiles of {Figures.Count(RocBand.Resamples)} at each "
            + $"false positive rate. Macro means run over the classes that have "
            + "exams.";
    }

    private static string Thresholds(EvaluationReport report) => report.ThresholdSplit is { } split
        ? $"Thresholds of single classes were set on the {split} split and applied to the others."
        : "There was no split to set thresholds on, so none are reported.";

    private static string Calibration(PaperStudy study)
    {
        string begin = "Calibration is reported for each class against the rest as calibration in the large and slope (Van Calster et al., "
            + "2019), and as a reliability diagram with the band in which a calibrated model would lie (Bröcker and Smith, 2007).";
        return study.Main.Calibration switch
        {
            null => begin,
            { Changes: false } => $"{begin} Probabilities were not recalibrated.",
            { Method: CalibrationMethod.Temperature } fit =>
                $"{begin} What a temperature (Guo et al., 2017), fitted to the {fit.Split} split, would change is shown beside it.",
            { } fit => $"{begin} What a temperature with a bias for each class (Alexandari et al., 2020), fitted to the {fit.Split} split, "
                + "would change is shown beside it.",
        };
    }

    private static string Differences(PaperStudy study)
    {
        int resamples = study.Comparison?.Resamples ?? ComparisonOptions.UsualResamples;
        string seeds = study.HasSeeds && study.BySettings.Count > 1
            ? " Settings were compared over their seeds, with seeds as a random factor (Obuchowski and Rockette, 1995; Hillis, 2014)."
            : "";
        return $"Runs were compared on the same exams, joined by name. Differences have percentile intervals of {Figures.Count(resamples)} "
            + $"paired resamples of {study.Unit}, the same for every run; a p-value is twice the smaller share of resamples on one side "
            + $"of 0. Areas of single classes were compared by the method of DeLong et al. (1988) with the variance of Obuchowski "
            + "(1997). P-values of several pairs were corrected by Holm's method (Holm, "
            + $"1979).{seeds}";
    }

    /// <summary>The software that trained a run and wrote the report.</summary>
    public static string Software(TrainedRun run)
    {
        JsonObject? environment = run.Environment;
        string commit = environment?["commit"] is { } known ? $" (commit {known})" : "";
        string trained = environment is null
            ? $"The model was trained with {PaperWords.Gap("software and versions")}."
            : $"The model was trained with Angioboard {environment["angioboard"]}{commit}, TorchSharp {environment["torchsharp"]}, "
                + $"libtorch {environment["libtorch"]} and {environment["dotnet"]} on {environment["os"]}, device "
                + $"{environment["device"]}, in "
                + $"{run.Text("precision")}.";
        string seconds = run.Meta?["training_seconds"] is JsonValue value && value.TryGetValue(out double time)
            ? $" Training took {Time(time)}."
            : "";
        return $"{trained}{seconds} The report was written by Angioboard {ProductVersion.Text}. The code is available at "
            + $"{PaperWords.Gap("address of the code, and of the trained model")}; the data are available "
            + $"{PaperWords.Gap("where, or why not")}.";
    }

    private static string Time(double seconds) => seconds switch
    {
        < 90 => PaperWords.Count((long)Math.Round(seconds), "second"),
        < 5400 => PaperWords.Count((long)Math.Round(seconds / 60), "minute"),
        _ => PaperWords.Count((long)Math.Round(seconds / 3600), "hour"),
    };
}
