using System.Text;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Patients;

/// <summary>Tables of patients as spreadsheets on other systems write them.</summary>
public sealed class PatientTableTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void A_table_in_Windows_encoding_is_refused_with_its_first_foreign_line()
    {
        // Otherwise Bär and Bür would both become B\ufffdr, one patient.
        string path = Write(Encoding.Latin1.GetBytes("exam,patient\nx,Bor\na,Bär\nb,Bür\n"));

        Assert.Equal($"{path}: line 3: the text is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)", Refusal(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UTF_16_is_named(bool mark)
    {
        byte[] text = Encoding.Unicode.GetBytes("exam,patient\na,1\n");
        string path = Write(mark ? [.. Encoding.Unicode.Preamble, .. text] : text);

        Assert.Equal($"{path}: the text seems to be UTF-16, not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)", Refusal(path));
    }

    [Theory]
    [InlineData("\ufeffexam,patient\r\na,Bär\r\n")]
    [InlineData("exam;patient\na;Bär\n")]
    [InlineData("exam\tpatient\na\tBär\n")]
    [InlineData("patient,eye,exam\nBär,L,a\n")]
    [InlineData("\"exam\",\"patient\"\n\"./a/\",\"Bär\"\n")]
    [InlineData("exam,patient,\na,Bär,\n")]
    [InlineData("exam,patient\na,Bär\na,Bär\n")]
    public void Other_forms_of_a_table_are_read(string csv)
    {
        IReadOnlyDictionary<string, string> patients = PatientMap.Parse(study.Write("patients.csv", csv))
            .Assign([("train", ["a"])], TestContext.Current.CancellationToken);

        Assert.Equal("Bär", patients["a"]);
    }

    [Fact]
    public void An_unquoted_separator_within_a_value_is_named()
    {
        // Otherwise Doe, John and Doe, Jane would be one patient.
        string path = study.Write("patients.csv", "exam,patient\na,\"Doe, John\"\nb,Doe, Jane\n");

        Assert.Equal($"{path}: line 3: there are more values than columns; put values that contain a comma or semicolon in quotes",
            Refusal(path));
    }

    [Fact]
    public void One_patient_with_accents_stored_in_two_ways_is_one()
    {
        string path = study.Write("patients.csv", "exam,patient\na,B\u00e4r\nb,Ba\u0308r\n");

        IReadOnlyList<string> problems = Assert.Throws<InputException>(() => PatientMap.Parse(path)
            .Assign([("train", ["a"]), ("test", ["b"])], TestContext.Current.CancellationToken)).Problems;

        Assert.Equal(
            [$"{path}: the patient B\u00e4r is in two splits: a in train and b in test; keep a patient's exams in one split"], problems);
    }

    [Fact]
    public void An_exam_that_the_table_spells_differently_is_named_with_that_spelling()
    {
        string path = study.Write("patients.csv", "exam,patient\nTrain/0_L,1\n");

        IReadOnlyList<string> problems = Assert.Throws<InputException>(() => PatientMap.Parse(path)
            .Assign([("train", ["train/0_L"])], TestContext.Current.CancellationToken)).Problems;

        Assert.Equal(
            [$"{path}: gives no patient for the exam train/0_L; Train/0_L is there, which differs in upper and lower case; add it to the "
                + $"file"], problems);
    }

    private static string Refusal(string path) => Assert.Single(Assert.Throws<InputException>(() => PatientMap.Parse(path)).Problems);

    private string Write(byte[] bytes)
    {
        File.WriteAllBytes(study.PathOf("patients.csv"), bytes);
        return study.PathOf("patients.csv");
    }
}
