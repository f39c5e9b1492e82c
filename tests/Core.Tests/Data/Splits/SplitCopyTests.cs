using System.Diagnostics;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Tests.Data.Splits;

public sealed class SplitCopyTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void A_copy_reads_as_its_original_split_by_split_with_exams_frames_and_labels_in_order()
    {
        foreach (string frame in new[] { "c/d/2.jpg", "b/9.jpg", "a/1.jpg", "é \"x\"/1.jpg", "a/2.jpg" }) study.Frame(frame);
        string original = study.Write("split.json", "\uFEFF" + """
            { "monitor-ü\u0022": [["b/9.jpg", 1], ["a/2.jpg", 1], ["a/1.jpg", null], ["a/1.jpg", 0]],
              "train": [["c//d/./2.jpg", 0], ["\u00e9 \"x\"/1.jpg", 1]] }
            """);
        string copy = study.PathOf("copy.json");

        File.WriteAllBytes(copy, SplitCopy.Read(original, 2));

        ExamIndex before = Read(original), after = Read(copy);
        Assert.Equal(DataFingerprint.Of(before, TemporaryStudy.Options), DataFingerprint.Of(after, TemporaryStudy.Options));
        Assert.Equal(
            before.Splits.SelectMany(split => split.Exams, (split, exam) => (split.Name, exam.Name, exam.Label)),
            after.Splits.SelectMany(split => split.Exams, (split, exam) => (split.Name, exam.Name, exam.Label)));
        Assert.Equal(
            """{"monitor-ü\"":[["b/9.jpg",1],["a/2.jpg",1],["a/1.jpg",null],["a/1.jpg",0]],"train":[["c/d/2.jpg",0],["é \"x\"/1.jpg",1]]}"""
                + "\n", File.ReadAllText(copy));
        Assert.Equal(File.ReadAllBytes(copy), SplitCopy.Read(copy, 2));
    }

    [Fact]
    public void The_copy_of_the_golden_split_keeps_what_mednet_reads()
    {
        string golden = GoldenFiles.Path("split.json");
        ExamIndexOptions options = new() { NumClasses = 5, Modality = Modality.FA, Strip = 50, RequireTrain = true };
        string copy = study.PathOf("copy.json");

        File.WriteAllBytes(copy, SplitCopy.Read(golden, 5));

        Assert.Equal(Fingerprint(golden), Fingerprint(copy));

        DataFingerprint Fingerprint(string split) =>
            DataFingerprint.Of(
                ExamIndex.Read(split, GoldenFiles.Path("exams"), options, progress: null, TestContext.Current.CancellationToken), options);
    }

    [Theory]
    [InlineData("root:*:20228:0:99999:7:::\n")]
    [InlineData("PATH=/usr/bin\0SECRET=hunter2\0")]
    [InlineData("<?xml version=\"1.0\"?><key/>")]
    [InlineData("{\"train\": \"hunter2\"}")]
    [InlineData("{\"train\": [[\"a/1.jpg\", 0], \"hunter2\"]}")]
    public void A_file_that_is_not_a_split_leaves_no_copy(string text)
    {
        string path = study.Write("secret", text);

        Assert.Throws<InputException>(() => SplitCopy.Read(path, 2));
    }

    [Theory]
    [InlineData("/dev/zero", "is a device")]
    [InlineData("pipe", "is a pipe")]
    [InlineData("folder", "it is a folder")]
    [InlineData("large", "that are allowed")]
    public void Something_that_is_not_a_file_or_is_too_large_is_one_clear_line_for_splits_and_patients(string name, string expected)
    {
        Directory.CreateDirectory(study.PathOf("folder"));
        using (Process pipe = Process.Start("mkfifo", study.PathOf("pipe"))) pipe.WaitForExit();
        using (FileStream large = File.Create(study.PathOf("large"))) large.SetLength(5_000_000_000);
        string path = name[0] == '/' ? name : study.PathOf(name);

        string split = Assert.Single(Assert.Throws<InputException>(() => SplitCopy.Read(path, 2)).Problems);

        Assert.Contains(expected, split, StringComparison.Ordinal);
        if (name == "folder") return; // This is an expression, not a file of patients.
        Assert.Contains(expected, Assert.Single(Assert.Throws<InputException>(() => PatientMap.Parse(path)).Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_patients_can_be_stopped()
    {
        PatientMap map = PatientMap.Parse(@"^((a|aa)+)+\2$");
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            map.Assign([("train", Enumerable.Range(0, 100_000).Select(i => $"{new string('a', 12)}!{i}"))], stop.Token));
    }

    private ExamIndex Read(string split) =>
        ExamIndex.Read(split, study.Folder, TemporaryStudy.Options, progress: null, TestContext.Current.CancellationToken);
}
