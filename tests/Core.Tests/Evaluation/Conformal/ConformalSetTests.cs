using Angioboard.Core.Evaluation.Conformal;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Conformal;

public sealed class ConformalSetTests
{
    [Fact]
    public void The_quantile_is_the_ninth_smallest_of_nine_and_a_class_of_eight_is_in_every_set()
    {
        // Class 0: nine patients with 1 − p from 0.1 to 0.9; class 1: eight.
        ExamPrediction[] exams =
        [
            .. Enumerable.Range(1, 9).Select(i => new ExamPrediction($"a{i}", 0, [1 - i / 10.0, i / 10.0])),
            .. Enumerable.Range(1, 8).Select(i => new ExamPrediction($"b{i}", 1, [0.1, 0.9])),
        ];

        ConformalQuantiles quantiles = ConformalFit.Of(exams, [.. Enumerable.Range(0, 17).Select(i => new[] { i })], 2, "key");

        Assert.Equal(0.9, quantiles.Quantiles[0], 1e-12);
        Assert.Equal(1, quantiles.Quantiles[1]);
        Assert.Equal([9, 8], quantiles.Units);
        Assert.Equal([0, 1], quantiles.SetOf([0.5, 0.5]));
        Assert.Equal([1], quantiles.SetOf([0, 1]));
    }

    [Fact]
    public void A_patient_counts_with_one_exam_of_each_class()
    {
        ExamPrediction[] exams =
            [.. Enumerable.Range(0, 20).Select(i => new ExamPrediction($"{i / 2}_{(i % 2 == 0 ? "L" : "R")}", 0, [0.5 + i / 100.0, 0.4]))];

        ConformalQuantiles quantiles =
            ConformalFit.Of(exams, [.. Enumerable.Range(0, 10).Select(p => new[] { 2 * p, 2 * p + 1 })], 2, "key");

        Assert.Equal([10, 0], quantiles.Units);
    }

    [Fact]
    public void Sets_hold_the_true_class_of_nine_in_ten_new_exams_of_every_class()
    {
        SplitPredictions validation = SyntheticPredictions.Split("validation", 900, 3, seed: 5),
            test = SyntheticPredictions.Split("test", 3000, 3, seed: 6);
        ConformalQuantiles quantiles =
            ConformalFit.Of(validation.Exams, [.. Enumerable.Range(0, 900).Select(i => new[] { i })], 3, "key");
        ScoredExams exams = new([.. test.Exams.Select(exam => exam.Label!.Value)], [.. test.Exams.Select(exam => exam.Probabilities)], 3);

        ConformalSplit sets = ConformalCheck.Of(quantiles, exams, [.. Enumerable.Range(0, 3000)], ["a", "b", "c"]);

        Assert.All(sets.PerClass, c => Assert.InRange(c.Coverage!.Value, 0.85, 0.95));
        Assert.All(sets.PerClass, c => Assert.Equal(c.Coverage!.Value, (double)c.Covered / c.Exams, 1e-15));
        Assert.InRange(sets.MeanSize, 1, 3);
    }

    [Fact]
    public void A_class_without_exams_has_no_coverage()
    {
        ConformalQuantiles quantiles = new() { Alpha = 0.1, Quantiles = [0.5, 1], Units = [20, 3] };
        ScoredExams exams = new([0, 0], [[0.9, 0.1], [0.3, 0.7]], 2);

        ConformalSplit sets = ConformalCheck.Of(quantiles, exams, [0, 1], ["a", "b"]);

        Assert.Equal(0.5, sets.PerClass[0].Coverage);
        Assert.Equal(1.5, sets.PerClass[0].MeanSize);
        Assert.Null(sets.PerClass[1].Coverage);
        Assert.True(sets.PerClass[1].Always);
        Assert.Equal(0, sets.Empty);
    }
}
