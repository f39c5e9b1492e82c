using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;
using CsCheck;

namespace Angioboard.Core.Tests.Evaluation.Studies;

public sealed class FoldedExamsTests
{
    // Probabilities in eighths make ties common, few exams a fold make folds without a class common.
    private static readonly Gen<(int Classes, (int Fold, int Label, double[] Row, byte Count)[] Exams)> Folded =
        from classes in Gen.Int[2, 4]
        from exams in Gen.Select(Gen.Int[0, 3], Gen.Int[0, classes - 1], Gen.Int[1, 8].Array[classes], Gen.Byte[0, 2]).Array[1, 30]
        where exams.Any(exam => exam.Item4 > 0)
        select (classes, exams.Select(exam =>
            (exam.Item1, exam.Item2, exam.Item3.Select(w => (double)w / exam.Item3.Sum()).ToArray(), exam.Item4)).ToArray());

    [Fact]
    public void Areas_are_won_pairs_by_pairs_of_one_fold() => Folded.Sample(study =>
    {
        (FoldedExams folded, byte[] counts) = Build(study);

        double[] found = folded.ComputeWithClasses(counts);

        (int Fold, int Label, double[] Row)[] spelt =
            [.. study.Exams.SelectMany(exam => Enumerable.Repeat((exam.Fold, exam.Label, exam.Row), exam.Count))];
        double[] areas = [.. Enumerable.Range(0, study.Classes).Select(c => Area(spelt, c))];
        for (int c = 0; c < study.Classes; c++) AssertEqual(areas[c], found[FoldedMetrics.Names.Count + study.Classes + c]);
        int[] present = [.. spelt.Select(exam => exam.Label).Distinct()];
        AssertEqual(study.Classes == 2 ? areas[1] : present.Average(c => areas[c]), Of(found, MetricNames.AucOvrMacro));
        AssertEqual(Micro(spelt, study.Classes), Of(found, MetricNames.AucOvrMicro));
        if (study.Classes > 2 && present.Length > 1)
        {
            double[] pairs = [.. from c in present from b in present where b != c
                select Area([.. spelt.Where(exam => exam.Label == c || exam.Label == b)], c)];
            AssertEqual(pairs.Average(), Of(found, MetricNames.AucOvoMacro));
        }
    });

    [Fact]
    public void Average_precisions_are_means_over_the_exams_of_a_class_ranked_in_their_fold() => Folded.Sample(study =>
    {
        (FoldedExams folded, byte[] counts) = Build(study);

        double[] found = folded.ComputeWithClasses(counts);

        (int Fold, int Label, double[] Row)[] spelt =
            [.. study.Exams.SelectMany(exam => Enumerable.Repeat((exam.Fold, exam.Label, exam.Row), exam.Count))];
        for (int c = 0; c < study.Classes; c++)
        {
            double[] precisions = [.. spelt.Where(exam => exam.Label == c).Select(exam =>
            {
                (int, int Label, double[])[] above = [.. spelt.Where(other => other.Fold == exam.Fold && other.Row[c] >= exam.Row[c])];
                return above.Count(other => other.Label == c) / (double)above.Length;
            })];
            AssertEqual(precisions.Length == 0 ? double.NaN : precisions.Average(),
                found[FoldedMetrics.Names.Count + 2 * study.Classes + c]);
        }
    });

    [Fact]
    public void All_other_metrics_are_those_of_the_pooled_exams_and_one_fold_is_a_split() => Folded.Sample(study =>
    {
        (FoldedExams folded, byte[] counts) = Build(study);
        (FoldedExams one, byte[] same) = Build((study.Classes, [.. study.Exams.Select(exam => exam with { Fold = 0 })]));

        double[] found = folded.Compute(counts), split = one.Compute(same);

        double[] pooled = SplitMetrics.Compute(folded.Pooled, counts), alone = SplitMetrics.Compute(one.Pooled, same);
        foreach (string name in FoldedMetrics.Names)
        {
            int at = MetricNames.All.ToList().IndexOf(name);
            if (!FoldedMetrics.WithinFolds(name)) AssertEqual(pooled[at], Of(found, name));
            AssertEqual(alone[at], Of(split, name));
            AssertEqual(Of(found, name), folded.Compute(name, counts));
        }
    });

    [Fact]
    public void Scores_of_two_folds_are_never_ranked_together()
    {
        // The second model says everything is rather of class 1: within each fold the ranks stay as they are.
        FoldPredictions[] plain = Folds(0), shifted = Folds(0.5);

        (double within, double pooled) before = Areas(plain), after = Areas(shifted);

        Assert.Equal(1, before.within);
        Assert.Equal(1, before.pooled);
        Assert.Equal(1, after.within);
        Assert.Equal(0.75, after.pooled);

        static FoldPredictions[] Folds(double shift) => [Fold(0, 0), Fold(1, shift)];
        static FoldPredictions Fold(int fold, double shift) => new(fold, [.. Enumerable.Range(0, 10)
            .Select(i => (i % 2, 0.1 + 0.3 * (i % 2) + 0.01 * i + shift))
            .Select((exam, i) => new ExamPrediction($"{fold}/{i}", exam.Item1, [1 - exam.Item2, exam.Item2]))]);
    }

    [Fact]
    public void Random_data_has_an_area_of_one_half_where_pooled_scores_have_far_less()
    {
        // Without anything to learn a model says how frequent the class is in training. In leave-few-out folds that is lower the more
        // exams of the class are in the test (Parker, Günter and Bedo, 2007).
        const int exams = 100, folds = 20;
        SeededRandom random = new(3, "labels");
        int[] labels = [.. Enumerable.Range(0, exams).Select(_ => random.NextInt(2))];
        FoldPredictions[] predictions = [.. Enumerable.Range(0, folds).Select(fold =>
        {
            double share = Enumerable.Range(0, exams).Where(i => i % folds != fold).Average(i => labels[i]);
            return new FoldPredictions(fold, [.. Enumerable.Range(0, exams).Where(i => i % folds == fold)
                .Select(i => new ExamPrediction($"{i}", labels[i], [1 - share, share]))]);
        })];

        (double within, double pooled) = Areas(predictions);

        Assert.Equal(0.5, within, 1e-12);
        Assert.InRange(pooled, 0, 0.35);
    }

    private static (double Within, double Pooled) Areas(FoldPredictions[] folds)
    {
        FoldedExams exams = new(folds, 2);
        return (exams.Compute(MetricNames.AucOvrMacro, exams.Pooled.Once), new RankStatistics(exams.Pooled, exams.Pooled.Once).Auc(1));
    }

    private static (FoldedExams, byte[]) Build((int Classes, (int Fold, int Label, double[] Row, byte Count)[] Exams) study)
    {
        (int Fold, int Label, double[] Row, byte Count)[] ordered = [.. study.Exams.OrderBy(exam => exam.Fold)];
        FoldPredictions[] folds = [.. Enumerable.Range(0, 4).Select(fold => new FoldPredictions(fold, [.. ordered.Index()
            .Where(exam => exam.Item.Fold == fold)
            .Select(exam => new ExamPrediction($"{exam.Index}", exam.Item.Label, exam.Item.Row))]))];
        return (new FoldedExams(folds, study.Classes), [.. ordered.Select(exam => exam.Count)]);
    }

    private static double Area((int Fold, int Label, double[] Row)[] exams, int c)
    {
        double won = 0, pairs = 0;
        foreach ((int fold, int label, double[] row) in exams)
        {
            foreach ((int otherFold, int otherLabel, double[] other) in exams)
            {
                if (label != c || otherLabel == c || fold != otherFold) continue;
                won += row[c] > other[c] ? 1 : row[c] == other[c] ? 0.5 : 0;
                pairs++;
            }
        }
        return won / pairs;
    }

    private static double Micro((int Fold, int Label, double[] Row)[] exams, int classes) => Area([.. exams.SelectMany(exam =>
        Enumerable.Range(0, classes).Select(c => (exam.Fold, c == exam.Label ? 1 : 0, new[] { 0, exam.Row[c] })))], 1);

    private static double Of(double[] values, string metric) => values[FoldedMetrics.Names.ToList().IndexOf(metric)];

    private static void AssertEqual(double expected, double found) => Assert.True(
        double.IsNaN(expected) ? double.IsNaN(found) : Math.Abs(expected - found) < 1e-12, $"expected {expected}, found {found}");
}
