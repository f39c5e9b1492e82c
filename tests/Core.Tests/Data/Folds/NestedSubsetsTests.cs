using Angioboard.Core.Data.Folds;
using CsCheck;

namespace Angioboard.Core.Tests.Data.Folds;

public sealed class NestedSubsetsTests
{
    private static readonly FoldOptions options = new(5, ["a", "b", "c", "d", "rare"]);

    private static readonly double[] eighths = [0.125, 0.25, 0.5, 1];

    [Fact]
    public void Each_size_contains_the_smaller_ones_and_all_have_the_same_validation_and_test() =>
        Gen.Select(Gen.Int[16, 120], Gen.Long).Sample((patients, seed) =>
        {
            Fold fold = Fold(Enumerable.Range(0, patients).Select(patient => (patient, patient % 2)));

            IReadOnlyList<Fold> subsets = NestedSubsets.Of(fold, eighths, seed, options);

            Assert.Equal(["train-12.5", "train-25", "train-50", "train-100"], subsets.Select(subset => subset.Name));
            Assert.All(subsets.Zip(subsets.Skip(1)), pair => Assert.Subset(Names(pair.Second), Names(pair.First)));
            Assert.Equal(fold.Train, subsets[^1].Train);
            Assert.All(subsets, subset => Assert.Equal((fold.Validation, fold.Test), (subset.Validation, subset.Test)));
        });

    [Fact]
    public void Classes_keep_their_shares()
    {
        // 80, 40, 20 and 8 patients.
        Fold fold = Fold(Enumerable.Range(0, 148).Select(patient =>
            (patient, patient < 80 ? 0 : patient < 120 ? 1 : patient < 140 ? 2 : 4)));

        IReadOnlyList<Fold> subsets = NestedSubsets.Of(fold, eighths, 1, options);

        foreach ((Fold subset, double share) in subsets.Zip(eighths))
        {
            int[] counts = [.. subset.Train.DistinctBy(exam => exam.Patient).CountBy(exam => exam.Label!.Value).OrderBy(count => count.Key)
                .Select(count => count.Value)];
            int[] whole = [80, 40, 20, 8];
            Assert.Equal(4, counts.Length);
            Assert.All(counts.Zip(whole), pair => Assert.InRange(pair.First, share * pair.Second - 1, share * pair.Second + 1));
            Assert.Equal(Math.Round(share * 148), counts.Sum());
        }
    }

    [Fact]
    public void Both_eyes_of_a_patient_stay_together()
    {
        Fold fold = Fold(Enumerable.Range(0, 64).Select(exam => (exam / 2, exam / 2 % 2)));

        Assert.All(NestedSubsets.Of(fold, eighths, 3, options), subset =>
            Assert.All(subset.Train.GroupBy(exam => exam.Patient), patient => Assert.Equal(2, patient.Count())));
    }

    [Fact]
    public void The_seed_decides_whatever_the_order_of_exams()
    {
        (int, int)[] exams = [.. Enumerable.Range(0, 64).Select(patient => (patient, patient % 2))];

        string[] Chosen(IEnumerable<(int, int)> train, long seed) =>
            [.. NestedSubsets.Of(Fold(train), eighths, seed, options)[0].Train.Select(exam => exam.Patient).Order()];

        Assert.Equal(Chosen(exams, 5), Chosen(exams.Reverse(), 5));
        Assert.NotEqual(Chosen(exams, 5), Chosen(exams, 6));
    }

    [Fact]
    public void A_rare_class_keeps_a_patient_in_the_smallest_size()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Fold fold = Fold(Enumerable.Range(0, 40).Select(patient => (patient, patient == 17 ? 4 : patient % 2)));

            Assert.Contains(NestedSubsets.Of(fold, eighths, seed, options)[0].Train, exam => exam.Label == 4);
        }
    }

    [Fact]
    public void A_size_that_leaves_a_class_without_a_patient_is_refused()
    {
        Fold fold = Fold(Enumerable.Range(0, 12).Select(patient => (patient, patient % 4 == 3 ? 4 : patient % 4)));

        string[] problems = [.. Assert.Throws<InputException>(() => NestedSubsets.Of(fold, eighths, 1, options)).Problems];

        Assert.Equal(2, problems.Length);
        Assert.Equal("shares: 12.5 % of the 12 patients of train is 2 patients, without one of class 2 (c), class 4 (rare); "
            + "leave this size out or take 4 patients or more", problems[0]);
        Assert.StartsWith("shares: 25 % of the 12 patients of train is 3 patients, without one of class 4 (rare)", problems[1]);
        Assert.Equal(2, NestedSubsets.Of(fold, [0.5, 1], 1, options).Count);
    }

    [Fact]
    public void Patients_with_several_classes_count_for_the_rarest_and_all_classes_are_still_held_to()
    {
        // Class 1 is only ever a second class.
        Fold fold = Fold(
            [.. Enumerable.Range(0, 20).Select(patient => (patient, 0)), (20, 4), (20, 1), (21, 4), (21, 1), (22, 1), (22, 4)]);

        IReadOnlyList<Fold> subsets = NestedSubsets.Of(fold, [0.25, 1], 1, options);

        Assert.Equal([0, 1, 4], subsets[0].Train.Select(exam => exam.Label!.Value).Distinct().Order());
    }

    [Theory]
    [InlineData(new double[0], "give 1 to 20 shares")]
    [InlineData(new[] { 0.0, 1 }, "of the patients is not above 0 and at most 100 %")]
    [InlineData(new[] { 0.5, 1.5 }, "of the patients is not above 0 and at most 100 %")]
    [InlineData(new[] { double.NaN }, "of the patients is not above 0 and at most 100 %")]
    [InlineData(new[] { 0.5, 0.25 }, "are not in order")]
    [InlineData(new[] { 0.5, 0.5 }, "are not in order")]
    [InlineData(new[] { 0.5, 0.501 }, "50.1 % of the 40 patients of train is 20 patients, as is 50 %")]
    public void Shares_that_make_no_curve_are_refused(double[] shares, string expected)
    {
        Fold fold = Fold(Enumerable.Range(0, 40).Select(patient => (patient, patient % 2)));

        Assert.Contains(expected, Assert.Throws<InputException>(() => NestedSubsets.Of(fold, shares, 1, options)).Message);
    }

    private static Fold Fold(IEnumerable<(int Patient, int Label)> train) => new("fold-0",
        [.. train.Select((exam, i) => new FoldExam($"{exam.Patient}/{i}", exam.Label, $"{exam.Patient}"))],
        [new FoldExam("v", 0, "v")], [new FoldExam("t", 0, "t")]);

    private static HashSet<string> Names(Fold fold) => [.. fold.Train.Select(exam => exam.Name)];
}
