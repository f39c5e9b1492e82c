using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class OperatingPointTests
{
    // Ten negatives and four positives: at 90 % specificity, one negative may be predicted positive.
    private static readonly (int Label, double Score)[] Validation =
    [
        (1, 0.95), (0, 0.9), (1, 0.8), (1, 0.7), (0, 0.65), (1, 0.6),
        (0, 0.5), (0, 0.4), (0, 0.35), (0, 0.3), (0, 0.25), (0, 0.2), (0, 0.15), (0, 0.1),
    ];

    [Fact]
    public void Of_the_most_sensitive_thresholds_that_are_specific_enough_the_highest_is_taken()
    {
        ClassReport report = Evaluate(("validation", Validation)).Splits["validation"].PerClass[1];

        Assert.Equal(0.7, report.Threshold90);
        Assert.Equal(0.75, report.SensitivityAtSpecificity90);
        Assert.Equal(0.9, report.SpecificityAtThreshold90);
        Assert.Equal(0.95, report.Threshold95);
        Assert.Equal(0.25, report.SensitivityAtSpecificity95);
    }

    [Fact]
    public void Thresholds_set_on_validation_are_applied_to_the_other_splits()
    {
        EvaluationReport report = Evaluate(
            ("train", [(1, 0.99), (0, 0.01)]),
            ("test", [(1, 0.7), (1, 0.69), (0, 0.8), (0, 0.1), (0, 0.05)]),
            ("validation", Validation));

        ClassReport test = report.Splits["test"].PerClass[1];
        Assert.Equal("validation", report.ThresholdSplit);
        Assert.Equal(0.5, test.SensitivityAtSpecificity90);
        Assert.Equal(2.0 / 3, test.SpecificityAtThreshold90!.Value, 1e-12);
    }

    [Fact]
    public void Without_validation_the_training_split_sets_them_and_without_either_there_are_none()
    {
        EvaluationReport train = Evaluate(("test", [(1, 0.6), (0, 0.1)]), ("train", Validation));
        EvaluationReport neither = Evaluate(("test", [(1, 0.6), (0, 0.1)]));

        ClassReport test = neither.Splits["test"].PerClass[1];
        Assert.Equal("train", train.ThresholdSplit);
        Assert.Null(neither.ThresholdSplit);
        Assert.Null(test.SensitivityAtSpecificity90);
        Assert.Equal("no labelled validation or train split to set a threshold on", test.Undefined["sensitivity_at_specificity_90"]);
    }

    [Fact]
    public void If_only_predicting_no_positives_is_specific_enough_sensitivity_is_0_and_the_threshold_is_null_with_a_reason()
    {
        ClassReport report = Evaluate(("validation", [(0, 0.9), (1, 0.8), (0, 0.1)])).Splits["validation"].PerClass[1];

        Assert.Equal(0, report.SensitivityAtSpecificity90);
        Assert.Equal(1, report.SpecificityAtThreshold90);
        Assert.Null(report.Threshold90);
        Assert.Equal("only calling no exam positive is specific enough", report.Undefined["threshold_90"]);
    }

    private static EvaluationReport Evaluate(params (string Name, (int Label, double Score)[] Exams)[] splits) =>
        SyntheticPredictions.Evaluate(
            new EvaluationOptions(["other", "lesion"], Resamples: 2),
            [.. splits.Select(split => new SplitPredictions(split.Name, [.. split.Exams.Select((exam, i) =>
                new ExamPrediction($"{i}_L", exam.Label, [1 - exam.Score, exam.Score]))]))]);
}
