using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using CsCheck;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class MetricPropertyTests
{
    // Probabilities in eighths make ties common.
    private static readonly Gen<(int[] Labels, double[][] Rows, long Seed)> Splits =
        from classes in Gen.Int[2, 5]
        from exams in Gen.Int[1, 40]
        from labels in Gen.Int[0, classes - 1].Array[exams]
        from weights in Gen.Int[1, 8].Array[classes].Array[exams]
        from seed in Gen.Long[0, 1000]
        select (labels, weights.Select(row => row.Select(w => (double)w / row.Sum()).ToArray()).ToArray(), seed);

    [Fact]
    public void Metrics_do_not_depend_on_the_order_of_exams() => Splits.Sample(split =>
    {
        int[] order = new SeededRandom(split.Seed, "order").Permutation(split.Labels.Length);

        double[] metrics = Compute(split.Labels, split.Rows);
        double[] shuffled = Compute([.. order.Select(i => split.Labels[i])], [.. order.Select(i => split.Rows[i])]);

        AssertEqual(metrics, shuffled);
    });

    [Fact]
    public void Metrics_do_not_depend_on_the_order_of_classes()
    {
        Gen.Select(Gen.Int[3, 6], Gen.Int[1, 40], Gen.Long[0, 100000]).Sample((classes, count, seed) =>
        {
            // Without ties: among equal probabilities the first class is predicted, and equal heights of IMCP are sorted by label.
            IReadOnlyList<ExamPrediction> exams = SyntheticPredictions.Split("test", count, classes, seed, everyClass: false).Exams;
            int[] order = new SeededRandom(seed, "order").Permutation(classes);

            double[] metrics = Compute([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)]);
            double[] permuted = Compute(
                [.. exams.Select(exam => Array.IndexOf(order, exam.Label!.Value))],
                [.. exams.Select(exam => order.Select(c => exam.Probabilities[c]).ToArray())]);

            AssertEqual(metrics, permuted);
        });
    }

    [Fact]
    public void Metrics_are_within_their_ranges() => Splits.Sample(split =>
    {
        double[] metrics = Compute(split.Labels, split.Rows);

        for (int m = 0; m < metrics.Length; m++)
        {
            double lowest = MetricNames.All[m] is MetricNames.Mcc or MetricNames.Kappa ? -1 : 0;
            double highest = MetricNames.All[m] is MetricNames.LogLoss ? 37 : MetricNames.All[m] is MetricNames.Brier ? 2 : 1;
            Assert.True(double.IsNaN(metrics[m]) || (metrics[m] >= lowest - 1e-12 && metrics[m] <= highest + 1e-12));
        }
    });

    [Fact]
    public void A_repeated_exam_counts_like_two_exams() => Splits.Sample(split =>
    {
        SeededRandom random = new(split.Seed, "counts");
        byte[] counts = [.. split.Labels.Select((_, i) => (byte)(i == 0 ? 1 : random.NextInt(4)))];
        int[] repeated = [.. counts.SelectMany((count, i) => Enumerable.Repeat(i, count))];

        double[] counted = SplitMetrics.Compute(new ScoredExams(split.Labels, split.Rows, split.Rows[0].Length), counts);
        double[] spelt = Compute([.. repeated.Select(i => split.Labels[i])], [.. repeated.Select(i => split.Rows[i])]);

        AssertEqual(counted, spelt);
    });

    [Fact]
    public void An_area_is_the_share_of_pairs_in_order_with_ties_one_half() => Splits.Sample(split =>
    {
        ScoredExams exams = new(split.Labels, split.Rows, split.Rows[0].Length);
        double area = new RankStatistics(exams, exams.Once).Auc(0);

        double[] pairs =
        [
            .. from positive in split.Rows.Where((_, i) => split.Labels[i] == 0)
               from negative in split.Rows.Where((_, i) => split.Labels[i] != 0)
               select positive[0] > negative[0] ? 1 : positive[0] == negative[0] ? 0.5 : 0.0,
        ];
        Assert.Equal(pairs.Length == 0 ? double.NaN : pairs.Average(), area, 1e-12);
    });

    [Fact]
    public void Equal_scores_have_an_area_of_one_half()
    {
        int[] labels = [0, 1, 2, 0, 1];

        double[] metrics = Compute(labels, [.. labels.Select(_ => new[] { 0.5, 0.25, 0.25 })]);

        Assert.Equal(0.5, metrics[MetricNames.All.ToList().IndexOf(MetricNames.AucOvrMacro)]);
        Assert.Equal(0.5, metrics[MetricNames.All.ToList().IndexOf(MetricNames.AucOvoMacro)]);
    }

    private static double[] Compute(int[] labels, double[][] rows)
    {
        ScoredExams exams = new(labels, rows, rows[0].Length);
        return SplitMetrics.Compute(exams, exams.Once);
    }

    private static void AssertEqual(double[] expected, double[] actual) =>
        Assert.All(expected, (value, m) => Assert.Equal(value, actual[m], 1e-9));
}
