using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using CsCheck;

namespace Angioboard.Core.Tests.Data.Folds;

public sealed class FoldDivisionTests : IDisposable
{
    private static readonly FoldOptions options = new(3, ["none", "leakage", "pooling"], PatientMap.ParseExpression(SplitText.Patients));

    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void Train_and_validation_are_pooled_and_test_is_held_out()
    {
        Write(("train", SplitText.Eyes(0, 9, 3)), ("validation", SplitText.Eyes(9, 6, 3)), ("test", SplitText.Eyes(15, 3, 3)));

        FoldSet set = Divide(5);

        Assert.Equal(5, set.Folds.Count);
        Assert.Equal(Enumerable.Range(0, 15).SelectMany(patient => new[] { $"{patient}_L", $"{patient}_R" }).Order(),
            set.Folds.SelectMany(fold => fold.Test).Select(exam => exam.Name).Order());
        Assert.Equal(["15_L", "15_R", "16_L", "16_R", "17_L", "17_R"], set.HeldOut.Select(exam => exam.Name));
        Assert.Empty(set.Warnings);
        Assert.All(set.Folds, fold => Assert.Equal([2, 2, 2], Counts(fold.Test)));
    }

    [Fact]
    public void The_next_fold_is_the_validation_and_the_rest_is_trained_on()
    {
        Write(("train", SplitText.Eyes(0, 12, 3)));

        IReadOnlyList<Fold> folds = Divide(4).Folds;

        Assert.Equal(["fold-0.json", "fold-1.json", "fold-2.json", "fold-3.json"], folds.Select(fold => fold.FileName));
        for (int f = 0; f < 4; f++)
        {
            Assert.Equal(folds[(f + 1) % 4].Test, folds[f].Validation);
            Assert.Equal(24, folds[f].Train.Count + folds[f].Validation.Count + folds[f].Test.Count);
            Assert.Empty(folds[f].Train.Intersect([.. folds[f].Validation, .. folds[f].Test]));
        }
    }

    [Fact]
    public void A_patient_is_in_one_part_of_each_fold() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 11], Gen.Bool).Array[20, 60].Sample(eyes =>
    {
        string exams = string.Join(", ", eyes.Select((eye, i) => $"{i}/{eye.Item2}_{(eye.Item3 ? 'L' : 'R')} {eye.Item1}"));
        using TemporaryStudy own = new();
        string path = own.Write("split.json", SplitText.Of(("train", exams)));
        if (eyes.GroupBy(eye => eye.Item1).Any(same => same.Select(eye => eye.Item2).Distinct().Count() < 3)) return;

        foreach (Fold fold in FoldDivision.Divide(path, options, 3, CancellationToken.None).Folds)
        {
            string[][] parts = [.. new[] { fold.Train, fold.Validation, fold.Test }.Select(part =>
                part.Select(exam => exam.Patient).Distinct().ToArray())];
            Assert.Equal(parts.Sum(part => part.Length), parts.SelectMany(part => part).Distinct().Count());
            Assert.All(parts, part => Assert.NotEmpty(part));
        }
    }, iter: 50);

    [Fact]
    public void Without_patients_each_exam_is_one()
    {
        Write(("train", "1_L 0, 1_R 0, 2_L 0, 3_L 1, 3_R 1, 4_L 1"));

        FoldSet set = FoldDivision.Divide(study.SplitPath, options with { Patients = null }, 3, TestContext.Current.CancellationToken);

        Assert.All(set.Folds, fold => Assert.Equal([1, 1], Counts(fold.Test)));
    }

    [Fact]
    public void The_order_of_the_file_does_not_matter()
    {
        string[] exams = SplitText.Eyes(0, 12, 3).Split(", ");
        Write(("train", string.Join(", ", exams)));
        IReadOnlyList<Fold> straight = Divide(4).Folds;
        Write(("validation", string.Join(", ", exams.Reverse().Take(10))), ("train", string.Join(", ", exams.Reverse().Skip(10))));

        IReadOnlyList<Fold> turned = Divide(4).Folds;

        Assert.Equal(straight.Select(fold => Names(fold.Test).Order()), turned.Select(fold => Names(fold.Test).Order()));
    }

    [Fact]
    public void More_folds_than_patients_of_the_rarest_class_are_refused_with_the_number_that_works()
    {
        Write(("train", SplitText.Eyes(0, 12, 2) + ", 50_L 2, 50_R 2, 51_L 2, 52_L 2, 53_L 2"));

        Assert.Equal("folds: 5, but class 2 (pooling) has only 4 patients, and each fold needs one; give at most 4", Problem(5));
        Assert.Equal(4, Divide(4).Folds.Count);
    }

    [Fact]
    public void A_class_of_two_patients_allows_no_folds()
    {
        Write(("train", SplitText.Eyes(0, 12, 2) + ", 50_L 2, 51_L 2"));

        Assert.Equal("folds: 3, but class 2 (pooling) has only 2 patients, and no number of folds works below 3; "
            + "add exams of other patients of this class, or take the class out", Problem(3));
    }

    [Theory]
    [InlineData(2, "folds: 2 would leave nothing to train on, since one fold is the test and the next the validation; give 3 or more")]
    [InlineData(-1, "folds: -1 would leave nothing to train on, since one fold is the test and the next the validation; give 3 or more")]
    [InlineData(101, "folds: 101 are too many; give at most 100")]
    public void Numbers_of_folds_out_of_range_are_refused(int folds, string expected)
    {
        Write(("train", SplitText.Eyes(0, 12, 2)));

        Assert.Equal(expected, Problem(folds));
    }

    [Fact]
    public void A_patient_who_is_held_out_and_not_is_refused()
    {
        Write(("train", SplitText.Eyes(0, 9, 3)), ("validation", SplitText.Eyes(9, 3, 3)), ("test", "3_R/b 0, 4_L 1"));

        string[] problems = [.. Assert.Throws<InputException>(() => Divide(3)).Problems];

        Assert.Contains(problems, line => line.Contains("the patient 3 is in two splits: 3_L in train and validation and 3_R/b in test"));
        Assert.Contains(problems, line => line.Contains("the patient 4 is in two splits: 4_L in train and validation and 4_L in test"));
        Assert.Contains(problems, line => line.EndsWith("split.json: the exam 4_L is in train and test; keep it in one split"));
    }

    [Fact]
    public void Exams_without_a_label_or_a_patient_are_refused()
    {
        Write(("train", SplitText.Eyes(0, 9, 3) + ", 70_L ?, x 1"));

        string[] problems = [.. Assert.Throws<InputException>(() => Divide(3)).Problems];

        Assert.Equal(2, problems.Length);
        Assert.Contains("gives no patient for the exam x", problems[0]);
        Assert.EndsWith("split.json: 1 exam has no label (70_L); folds test every exam, so label or remove it", problems[1]);
    }

    [Fact]
    public void What_is_only_watched_is_left_out_with_a_warning()
    {
        Write(("train", SplitText.Eyes(0, 9, 3)), ("monitor-old", SplitText.Eyes(20, 2, 3)));

        FoldSet set = Divide(3);

        Assert.Contains("monitor-old is left out of the folds", Assert.Single(set.Warnings));
        Assert.DoesNotContain(set.Folds.SelectMany(fold => fold.Train), exam => exam.Patient == "20");
    }

    [Fact]
    public void A_file_with_a_test_only_has_nothing_to_divide()
    {
        Write(("test", SplitText.Eyes(0, 9, 3)));

        Assert.Contains("there is no exam to divide into folds", Problem(3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"train\": {}}")]
    [InlineData("{\"train\": [[\"1_L/1.jpg\", 99]]}")]
    public void A_file_that_is_no_split_is_named(string text)
    {
        study.Write("split.json", text);

        Assert.StartsWith(study.SplitPath, Problem(3));
    }

    private void Write(params (string, string)[] splits) => study.Write("split.json", SplitText.Of(splits));

    private FoldSet Divide(int folds) => FoldDivision.Divide(study.SplitPath, options, folds, TestContext.Current.CancellationToken);

    private string Problem(int folds) => Assert.Single(Assert.Throws<InputException>(() => Divide(folds)).Problems);

    private static int[] Counts(IEnumerable<FoldExam> exams) =>
        [.. exams.CountBy(exam => exam.Label!.Value).OrderBy(count => count.Key).Select(count => count.Value)];

    private static string[] Names(IEnumerable<FoldExam> exams) => [.. exams.Select(exam => exam.Name)];
}
