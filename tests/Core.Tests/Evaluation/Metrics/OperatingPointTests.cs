using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class OperatingPointTests
{
    // Twenty exams of the other class, 0.02 to 0.40 in steps of 0.02 but for the two highest, and ten of the lesion.
    private static readonly (int Label, double Score)[] Validation =
    [
        .. Enumerable.Range(1, 18).Select(i => (0, 0.02 * i)), (0, 0.65), (0, 0.9),
        (1, 0.95), (1, 0.8), (1, 0.7), (1, 0.6), (1, 0.6), (1, 0.5), (1, 0.45), (1, 0.3), (1, 0.2), (1, 0.1),
    ];

    [Fact]
    public void A_threshold_lies_half_way_between_the_first_exam_of_another_class_that_must_be_spared_and_the_next_score_above()
    {
        ClassReport report = Evaluate(("validation", Validation)).Splits["validation"].PerClass[1];

        // Two of twenty may be called positive, so the third highest, 0.36, is spared; the next score is the lesion's 0.45.
        Assert.Equal(0.405, report.Threshold90!.Value, 1e-12);
        Assert.Equal(0.7, report.SensitivityAtSpecificity90);
        Assert.Equal(0.9, report.SpecificityAtThreshold90);
        // One of twenty: 0.65 is spared; the next is 0.7.
        Assert.Equal(0.675, report.Threshold95!.Value, 1e-12);
        Assert.Equal(0.3, report.SensitivityAtSpecificity95);
        Assert.Equal(0.95, report.SpecificityAtThreshold95);
    }

    [Fact]
    public void Exams_that_share_a_score_are_spared_together()
    {
        (int, double)[] tied = [.. Enumerable.Range(1, 17).Select(i => (0, 0.01 * i)), (0, 0.5), (0, 0.5), (0, 0.5),
            .. Enumerable.Repeat((1, 0.5), 4), .. Enumerable.Repeat((1, 0.7), 6)];

        ClassReport report = Evaluate(("validation", tied)).Splits["validation"].PerClass[1];

        Assert.Equal(0.6, report.Threshold90!.Value, 1e-12);
        Assert.Equal(1, report.SpecificityAtThreshold90);
    }

    [Fact]
    public void Thresholds_set_on_validation_are_applied_to_the_other_splits()
    {
        EvaluationReport report = Evaluate(
            ("train", [(1, 0.99), (0, 0.01)]),
            ("test", [(1, 0.41), (1, 0.40), (0, 0.8), (0, 0.1), (0, 0.05)]),
            ("validation", Validation));

        ClassReport test = report.Splits["test"].PerClass[1];
        Assert.Equal("validation", report.ThresholdSplit);
        Assert.Equal(0.5, test.SensitivityAtSpecificity90);
        Assert.Equal(2.0 / 3, test.SpecificityAtThreshold90!.Value, 1e-12);
    }

    [Fact]
    public void Without_a_labelled_validation_split_there_are_none_for_the_training_split_never_sets_them()
    {
        EvaluationReport report = Evaluate(("test", [(1, 0.6), (0, 0.1)]), ("train", Validation));

        ClassReport test = report.Splits["test"].PerClass[1];
        Assert.Null(report.ThresholdSplit);
        Assert.Null(test.SensitivityAtSpecificity90);
        Assert.Equal("no labelled validation split to set a threshold on", test.Undefined["sensitivity_at_specificity_90"]);
    }

    [Fact]
    public void Fewer_than_20_exams_of_other_classes_set_none()
    {
        ClassReport report = Evaluate(("validation", Validation[1..])).Splits["validation"].PerClass[1];

        Assert.Null(report.Threshold90);
        Assert.Equal("validation has 19 exams of other classes; a threshold needs at least 20", report.Undefined["threshold_90"]);
    }

    [Fact]
    public void Youden_and_F1_set_thresholds_half_way_between_two_scores()
    {
        ClassReport report = Evaluate(("validation", Validation)).Splits["validation"].PerClass[1];

        // At 0.45, 7 of 10 lesions are found and 2 of 20 others called; at 0.3, 8 and 5.
        Assert.Equal(0.405, report.ThresholdYouden!.Value, 1e-12);
        Assert.Equal(0.7, report.SensitivityAtYouden);
        Assert.Equal(0.9, report.SpecificityAtYouden);
        Assert.Equal(0.405, report.ThresholdF1!.Value, 1e-12);
        Assert.Equal(7.0 / 9, report.PrecisionAtF1!.Value, 1e-12);
        Assert.Equal(0.7, report.SensitivityAtF1);
        Assert.Equal(["sensitivity_at_youden", "specificity_at_youden", "sensitivity_at_f1", "precision_at_f1"],
            report.Intervals.Keys.Where(name => name.EndsWith("_youden", StringComparison.Ordinal) || name.EndsWith("_at_f1",
                StringComparison.Ordinal)));
    }

    [Fact]
    public void Youden_and_F1_need_ten_exams_of_the_class()
    {
        ClassReport report = Evaluate(("validation", Validation[..^1])).Splits["validation"].PerClass[1];

        Assert.Null(report.ThresholdYouden);
        Assert.Equal("validation has 9 exams of this class; such a threshold needs at least 10", report.Undefined["threshold_f1"]);
    }

    [Fact]
    public void Where_every_exam_is_best_called_positive_the_threshold_is_below_the_lowest()
    {
        (int, double)[] mostly = [.. Enumerable.Range(0, 20).Select(i => (0, 0.5)), .. Enumerable.Range(0, 200).Select(i => (1, 0.5))];

        ClassReport report = Evaluate(("validation", mostly)).Splits["validation"].PerClass[1];

        Assert.Equal(0.25, report.ThresholdF1);
        Assert.Equal(1, report.SensitivityAtF1);
    }

    [Fact]
    public void Fewer_than_10_exams_of_the_class_are_a_caution()
    {
        ClassReport ten = Evaluate(("validation", Validation)).Splits["validation"].PerClass[1];
        ClassReport nine = Evaluate(("validation", Validation[..^1])).Splits["validation"].PerClass[1];

        Assert.Empty(ten.Cautions);
        Assert.NotNull(nine.Threshold90);
        Assert.Equal("validation, which set the threshold, has 9 exams of this class; below 10 its sensitivity is uncertain",
            nine.Cautions["sensitivity_at_specificity_90"]);
    }

    [Fact]
    public void If_only_predicting_no_positives_is_specific_enough_sensitivity_is_0_and_the_threshold_is_null_with_a_reason()
    {
        (int, double)[] exams = [.. Enumerable.Repeat((0, 0.9), 20), .. Enumerable.Repeat((1, 0.8), 10)];

        ClassReport report = Evaluate(("validation", exams)).Splits["validation"].PerClass[1];

        Assert.Equal(0, report.SensitivityAtSpecificity90);
        Assert.Equal(1, report.SpecificityAtThreshold90);
        Assert.Null(report.Threshold90);
        Assert.Equal("only calling no exam positive is specific enough", report.Undefined["threshold_90"]);
    }

    // Five lesions and 100 others whose scores are two normal distributions 2.9 apart (AUC 0.98). Of new patients, the highest threshold
    // that lost no lesion of the split found 79 % at a specificity of 97 %; one set by the others uses the specificity that was allowed.
    [Fact]
    public void On_new_exams_the_specificity_is_close_to_the_one_asked_for_though_few_exams_of_the_class_set_it()
    {
        double sensitivity = 0, specificity = 0;
        const int Trials = 200;
        for (int trial = 0; trial < Trials; trial++)
        {
            Random random = new(trial);
            ClassReport test = Evaluate(("validation", Draw(random, 5, 100)), ("test", Draw(random, 200, 200))).Splits["test"].PerClass[1];
            sensitivity += test.SensitivityAtSpecificity90!.Value / Trials;
            specificity += test.SpecificityAtThreshold90!.Value / Trials;
        }

        Assert.InRange(sensitivity, 0.93, 0.98);
        Assert.InRange(specificity, 0.88, 0.92);
    }

    private static (int, double)[] Draw(Random random, int lesions, int others) =>
    [
        .. Enumerable.Range(0, lesions).Select(_ => (1, Score(random, 2.9))),
        .. Enumerable.Range(0, others).Select(_ => (0, Score(random, 0))),
    ];

    private static double Score(Random random, double mean)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return 1 / (1 + Math.Exp(-(normal + mean)));
    }

    private static EvaluationReport Evaluate(params (string Name, (int Label, double Score)[] Exams)[] splits) =>
        SyntheticPredictions.Evaluate(
            new EvaluationOptions(["other", "lesion"], Resamples: 2),
            [.. splits.Select(split => new SplitPredictions(split.Name, [.. split.Exams.Select((exam, i) =>
                new ExamPrediction($"{i}_L", exam.Label, [1 - exam.Score, exam.Score]))]))]);
}
