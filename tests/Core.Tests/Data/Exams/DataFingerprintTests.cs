using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Exams;

public sealed class DataFingerprintTests : IDisposable
{
    private static readonly ExamIndexOptions options = TemporaryStudy.Options with { ClassNames = ["Leakage", "No"] };
    private static readonly DateTime time = new(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    private readonly TemporaryStudy study = new();

    public DataFingerprintTests() => Fill(study);

    public void Dispose() => study.Dispose();

    [Fact]
    public void The_same_data_elsewhere_has_the_same_fingerprint()
    {
        using TemporaryStudy other = new();
        Fill(other);

        DataFingerprint fingerprint = Fingerprint();

        Assert.Equal(fingerprint, DataFingerprint.Of(other.Read(options), options));
        Assert.Equal((64, 3, 4), (fingerprint.Sha256.Length, fingerprint.Exams, fingerprint.Frames));
    }

    [Theory]
    [InlineData("label")]
    [InlineData("unlabelled")]
    [InlineData("order")]
    [InlineData("split")]
    [InlineData("time")]
    [InlineData("bytes")]
    [InlineData("frame name")]
    [InlineData("another frame")]
    public void Everything_that_the_result_depends_on_changes_it(string change)
    {
        string before = Fingerprint().Sha256;

        switch (change)
        {
            case "label": study.Split(("train", [("a/1.jpg", 1), ("b/1.jpg", 1)]), ("test", [("c/1.jpg", null)])); break;
            case "unlabelled": study.Split(("train", [("a/1.jpg", null), ("b/1.jpg", 1)]), ("test", [("c/1.jpg", null)])); break;
            case "order": study.Split(("train", [("b/1.jpg", 1), ("a/1.jpg", 0)]), ("test", [("c/1.jpg", null)])); break;
            case "split": study.Split(("train", [("a/1.jpg", 0)]), ("test", [("b/1.jpg", 1), ("c/1.jpg", null)])); break;
            case "time": File.SetLastWriteTimeUtc(study.PathOf("a/2.jpg"), time.AddTicks(10)); break;
            case "bytes": Grow(study.PathOf("a/2.jpg")); break;
            case "frame name": File.Move(study.PathOf("a/2.jpg"), study.PathOf("a/3.jpg")); break;
            default: study.Frame("a/3.jpg"); break;
        }

        Assert.NotEqual(before, Fingerprint().Sha256);
    }

    [Fact]
    public void The_preparation_of_frames_and_the_classes_change_it_and_patients_do_not()
    {
        ExamIndexOptions[] others =
        [
            options with { Strip = 9 },
            options with { Modality = Modality.ICGA },
            options with { ClassNames = ["No", "Leakage"] },
            options with { ClassNames = null },
            options with { ClassNames = null, NumClasses = 3 },
        ];

        string[] fingerprints = [Fingerprint().Sha256, .. others.Select(other => DataFingerprint.Of(study.Read(other), other).Sha256)];
        ExamIndexOptions patients = options with { Patients = PatientMap.Parse("(.)"), RequireTrain = true };

        Assert.Equal(6, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], DataFingerprint.Of(study.Read(patients), patients).Sha256);
    }

    private DataFingerprint Fingerprint() => DataFingerprint.Of(study.Read(options), options);

    private static void Grow(string path)
    {
        File.AppendAllText(path, "\0");
        File.SetLastWriteTimeUtc(path, time);
    }

    private static void Fill(TemporaryStudy study)
    {
        string[] names = ["a/1.jpg", "a/2.jpg", "b/1.jpg", "c/1.jpg"];
        foreach (string name in names) File.SetLastWriteTimeUtc(study.Frame(name, picture: 1), time);
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1)]), ("test", [("c/1.jpg", null)]));
    }
}
