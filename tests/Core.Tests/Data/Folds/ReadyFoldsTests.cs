using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Folds;

public sealed class ReadyFoldsTests : IDisposable
{
    private static readonly FoldOptions options = new(3, null, PatientMap.ParseExpression(SplitText.Patients));

    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void Files_are_folds_in_their_order()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1"), ("validation", "3_L 0, 4_L 1"), ("test", "5_L 0, 6_L 1"));
        string b = Write("b", ("test", "1_L 0, 2_L 1"), ("validation", "5_L 0, 6_L 1"), ("train", "3_L 0, 4_L 1"));

        FoldSet set = Read(a, b);

        Assert.Equal(["fold-0", "fold-1"], set.Folds.Select(fold => fold.Name));
        Assert.Equal([["5_L", "6_L"], ["1_L", "2_L"]], set.Folds.Select(fold => fold.Test.Select(exam => exam.Name)));
        Assert.Equal("6", set.Folds[0].Test[1].Patient);
        Assert.Equal(2, set.LeftOut);
        Assert.Equal("2 of 6 exams are in no fold's test, so the study gives no result for them", Assert.Single(set.Warnings));
        Assert.Empty(set.HeldOut);
    }

    [Fact]
    public void A_division_written_by_this_program_reads_as_it_was()
    {
        string split = study.Write("split.json", SplitText.Of(("train", SplitText.Eyes(0, 12, 3))));
        FoldSet divided = FoldDivision.Divide(split, options, 4, TestContext.Current.CancellationToken);
        FoldFolder.Write(study.PathOf("folds"), divided);

        FoldSet set = Read([.. divided.Folds.Select(fold => study.PathOf($"folds/{fold.FileName}"))]);

        Assert.Equal(divided.Folds.Select(fold => fold.Sha256()), set.Folds.Select(fold => fold.Sha256()));
        Assert.Equal(0, set.LeftOut);
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_file()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1, 9_L 2"), ("validation", "1_R 0, 4_L 1"), ("test", "5_L 0, 6_L 1"));
        string b = Write("b", ("train", "1_L 1, 3_L 0"), ("validation", "4_L 1, 3_L 0"), ("test", "5_L 0, 6_R 1"), ("extra", "7_L 0"));
        string c = Write("c", ("train", "1_L 0, 9_L 2, 2_L 1"));

        string[] problems = [.. Assert.Throws<InputException>(() => Read(a, b, c)).Problems];

        Assert.Equal(
        [
            $"{b}: the exam 3_L is in train and validation; keep it in one split",
            $"{a}: the patient 1 is in train (1_L) and in validation (1_R); keep a patient's exams in one part",
            $"{b}: has the split extra too; a fold's file has train, validation, test only",
            $"{c}: has no validation and no test; a fold's file has the splits train, validation, test",
            $"{b}: the exam 1_L has the label 1 here but 0 in {a}; give it one label",
            $"{b}: the exam 5_L is in the test of {a} too; test each exam in one fold",
            $"{b}: the patient 6 (6_R) is in the test of {a} too (6_L); test each patient in one fold",
            $"{b}: has no exam of class 2, which {a} has; give all folds the same classes",
        ], problems);
    }

    [Fact]
    public void A_label_that_is_unknown_in_one_file_only_is_a_contradiction()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1"), ("validation", "3_L 0, 4_L 1"), ("test", "5_L 0, 6_L 1"));
        string b = Write("b", ("train", "3_L 0, 4_L ?, 9_L 1"), ("validation", "5_L 0, 6_L 1"), ("test", "1_L 0, 2_L 1"));

        Assert.Equal($"{b}: the exam 4_L has the label null here but 1 in {a}; give it one label",
            Assert.Single(Assert.Throws<InputException>(() => Read(a, b)).Problems));
    }

    [Fact]
    public void A_class_that_a_test_lacks_is_a_warning()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1"), ("validation", "3_L 0, 4_L 1"), ("test", "5_L 0, 6_L 0"));
        string b = Write("b", ("train", "3_L 0, 4_L 1"), ("validation", "5_L 0, 6_L 0"), ("test", "1_L 0, 2_L 1"));

        IReadOnlyList<string> warnings = Read(a, b).Warnings;

        Assert.Contains("fold-0.json: no exam in test has class 1: metrics over classes leave it out", warnings);
        Assert.Contains("fold-1.json: no exam in validation has class 1: it cannot influence the choice of the epoch", warnings);
        Assert.Equal(3, warnings.Count);
    }

    [Fact]
    public void The_same_file_twice_and_a_single_one_are_refused()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1"), ("validation", "3_L 0, 4_L 1"), ("test", "5_L 0, 6_L 1"));

        Assert.Equal($"{a}: is named 2 times; name each fold's file once",
            Assert.Throws<InputException>(() => Read(a, a)).Problems[0]);
        Assert.Equal("folds: 1 fold files; give 2 to 100, one for each fold", Assert.Throws<InputException>(() => Read(a)).Message);
        Assert.Equal(["1_L", "2_L"], ReadyFolds.Single(a, options, TestContext.Current.CancellationToken).Train.Select(exam => exam.Name));
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named_beside_the_problems_of_the_others()
    {
        string a = Write("a", ("train", "1_L 0, 2_L 1"), ("validation", "1_R 0, 4_L 1"), ("test", "5_L 0, 6_L 1"));
        string missing = study.PathOf("missing.json"), broken = study.Write("broken.json", "{\"train\": [");

        string[] problems = [.. Assert.Throws<InputException>(() => Read(a, missing, broken)).Problems];

        Assert.Equal(3, problems.Length);
        Assert.StartsWith($"{missing}: this split file does not exist", problems[0]);
        Assert.StartsWith($"{broken}: ", problems[1]);
        Assert.StartsWith($"{a}: the patient 1 is in train", problems[2]);
    }

    private string Write(string name, params (string, string)[] splits) => study.Write($"{name}.json", SplitText.Of(splits));

    private static FoldSet Read(params string[] paths) => ReadyFolds.Read(paths, options, TestContext.Current.CancellationToken);
}
