using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Patients;

public sealed class PatientMapTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void The_first_group_of_an_expression_is_the_patient()
    {
        PatientMap map = PatientMap.Parse(@"(\d+)_[LR]$");

        IReadOnlyDictionary<string, string> patients =
            Assign(map, ("train", ["Train/Train/17_L", "Train/Train/17_R"]), ("test", ["Train/Train/3_R"]));

        Assert.Equal("17", patients["Train/Train/17_L"]);
        Assert.Equal("17", patients["Train/Train/17_R"]);
        Assert.Equal("3", patients["Train/Train/3_R"]);
    }

    [Theory]
    [InlineData("exam,patient\na/1_L,p 1\n\"a/1_R\",\"p 1\"\n")]
    [InlineData("\uFEFFexam;patient\r\na/1_L;p 1\r\na/1_R;p 1\r\n")]
    [InlineData("age, Patient , Exam\n61, p 1 , a/1_L\n61,p 1,a/1_R\n\n61,p 1,a/1_R")]
    public void A_table_names_exams_and_patients_by_its_header(string csv)
    {
        PatientMap map = PatientMap.Parse(study.Write("patients.csv", csv));

        IReadOnlyDictionary<string, string> patients = Assign(map, ("train", ["a/1_L", "a/1_R"]));

        Assert.Equal(new Dictionary<string, string> { ["a/1_L"] = "p 1", ["a/1_R"] = "p 1" }, patients);
    }

    [Fact]
    public void A_patient_in_two_splits_is_refused_with_the_exams()
    {
        PatientMap map = PatientMap.Parse("^(.)");

        IReadOnlyList<string> problems = Assert.Throws<InputException>(
            () => Assign(map, ("train", ["a1", "b1"]), ("test", ["b2", "c1", "a2", "a3"]))).Problems;

        Assert.Equal(
            [
                "patients: ^(.): the patient a is in two splits: a1 in train and a2 in test; keep a patient's exams in one split",
                "patients: ^(.): the patient b is in two splits: b1 in train and b2 in test; keep a patient's exams in one split",
            ],
            problems);
    }

    [Fact]
    public void Exams_without_a_patient_are_named_up_to_twenty()
    {
        PatientMap map = PatientMap.Parse(@"^(\d*)x");

        IReadOnlyList<string> problems = Assert.Throws<InputException>(
            () => Assign(map, ("train", [.. Enumerable.Range(0, 24).Select(i => $"{i}_L"), "1x", "x"]))).Problems;

        Assert.Equal(21, problems.Count);
        Assert.Equal(
            @"patients: ^(\d*)x: gives no patient for the exam 0_L; correct the expression, or give a CSV file with the columns exam,patient", problems[0]);
        Assert.Equal(
            @"patients: ^(\d*)x: gives no patient for 5 more exams, 25 in all; correct the expression, or give a CSV file with the columns exam,patient",
            problems[^1]);
    }

    [Fact]
    public void An_exam_that_the_table_lacks_is_named_with_the_file()
    {
        string path = study.Write("patients.csv", "exam,patient\na,1\n");

        IReadOnlyList<string> problems =
            Assert.Throws<InputException>(() => Assign(PatientMap.Parse(path), ("train", ["a", "b"]))).Problems;

        Assert.Equal([$"{path}: gives no patient for the exam b; add it to the file"], problems);
    }

    [Theory]
    [InlineData("([0-9", "neither a file nor a regular expression: a [ has no ], at character 5; give one like ")]
    [InlineData(@"\d+", @"the expression has no group; put the patient's part in parentheses: (\d+)_[LR]$")]
    [InlineData("nowhere.csv", "this file of patients does not exist; give the path of a CSV file with the columns exam,patient")]
    public void An_unusable_setting_is_refused(string patients, string expected)
    {
        string problem = Assert.Single(Assert.Throws<InputException>(() => PatientMap.Parse(patients)).Problems);

        Assert.Contains(patients, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_repeats_take_no_longer_than_others()
    {
        PatientMap map = PatientMap.Parse("^((a|aa)+)+$");

        string problem = Assert.Single(Assert.Throws<InputException>(() => Assign(map, ("train", [new string('a', 60) + "!"]))).Problems);

        Assert.Contains("gives no patient for the exam aaa", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_exams_of_an_expression_share_five_seconds()
    {
        // With a back-reference, each further letter doubles the time of the search.
        PatientMap map = PatientMap.Parse(@"^((a|aa)+)+\2$");
        string[] slow = [.. Enumerable.Range(0, 1000).Select(i => $"{new string('a', 24)}!{i}")];

        string problem = Assert.Single(Assert.Throws<InputException>(() => Assign(map, ("train", slow))).Problems);

        Assert.Equal(
            @"patients: ^((a|aa)+)+\2$: finding the patients of 1000 exams takes over 5 s, or one of them over 1 s; write a simpler expression, without nested repeats or references to groups",
            problem);
    }

    [Theory]
    [InlineData("", "line 1 does not name the columns exam and patient; write exam,patient there")]
    [InlineData("a/1_L,1\n", "line 1 does not name the columns exam and patient; write exam,patient there")]
    [InlineData("exam,name\n", "line 1 does not name the column patient; write exam,patient there")]
    [InlineData("name;patient\n", "line 1 does not name the column exam; write exam,patient there")]
    [InlineData("exam,patient,patient\n", "line 1 names the column patient twice; keep one")]
    public void A_table_without_its_header_is_refused(string csv, string expected)
    {
        string path = study.Write("patients.csv", csv);

        Assert.Equal([$"{path}: {expected}"], Assert.Throws<InputException>(() => PatientMap.Parse(path)).Problems);
    }

    [Fact]
    public void Every_malformed_line_of_a_table_is_named()
    {
        string path = study.Write("patients.csv", "exam,patient\na,1\nb\n,2\nc,\"3\nd,4\na,5\n");

        IReadOnlyList<string> problems = Assert.Throws<InputException>(() => PatientMap.Parse(path)).Problems;

        Assert.Equal(
            [
                $"{path}: line 3: the exam or the patient is missing; write both",
                $"{path}: line 4: the exam or the patient is missing; write both",
                $"{path}: line 5: stray quotes; remove them or correct the line",
                $"{path}: line 7: the exam a has the patient 5 here but 1 further up; keep one",
            ],
            problems);
    }

    [Fact]
    public void The_index_contains_the_patients_and_refuses_one_in_two_splits()
    {
        foreach (string exam in new[] { "1_L", "1_R", "2_L" }) study.Frame($"{exam}/1.jpg");
        ExamIndexOptions options = TemporaryStudy.Options with { Patients = PatientMap.Parse(@"(\d+)_[LR]$") };

        study.Split(("train", [("1_L/1.jpg", 0), ("1_R/1.jpg", 0)]), ("test", [("2_L/1.jpg", 1)]));
        Assert.Equal(new Dictionary<string, string> { ["1_L"] = "1", ["1_R"] = "1", ["2_L"] = "2" }, study.Read(options).Patients);

        study.Split(("train", [("1_L/1.jpg", 0)]), ("test", [("1_R/1.jpg", 0)]));
        string problem = Assert.Single(study.Problems(options));
        Assert.Contains("the patient 1 is in two splits: 1_L in train and 1_R in test", problem, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, string> Assign(PatientMap map, params (string Split, string[] Exams)[] splits) =>
        map.Assign(splits.Select(split => (split.Split, split.Exams.AsEnumerable())));
}
