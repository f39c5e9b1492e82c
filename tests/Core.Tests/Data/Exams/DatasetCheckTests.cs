using System.Collections.Concurrent;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Exams;

public sealed class DatasetCheckTests : IDisposable
{
    private static readonly ExamIndexOptions options = TemporaryStudy.Options with { ClassNames = ["Leakage", "No"] };

    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void The_golden_exams_have_no_problems_and_known_figures()
    {
        ExamIndexOptions golden = new()
        {
            NumClasses = 5, Modality = Modality.FA, Strip = 50, RequireTrain = true, Patients = PatientMap.Parse(@"(\d+)_[LR]$"),
        };

        DatasetReport report = DatasetCheck.Run(
            GoldenFiles.Path("split.json"), GoldenFiles.Path("exams"), golden, progress: null, TestContext.Current.CancellationToken);

        Assert.Empty(report.Problems);
        Assert.Single(report.Warnings);
        Assert.Equal(
            [("train", 4, 4), ("validation", 2, 2), ("test", 2, 2)],
            report.Splits.Select(split => (split.Name, split.Exams, split.Patients!.Value)));
        Assert.Equal(new FrameCounts(29, 1, 7, 14), report.Splits[0].Frames);
        Assert.Equal([1, 1, 1, 1, 0], report.Splits[0].Classes.Select(count => count.Count));
        Assert.All(report.Splits, split => Assert.Equal(split.Frames.Total, split.Sizes.Sum(size => size.Count)));
    }

    [Fact]
    public void Sizes_classes_and_frames_are_counted_for_each_split()
    {
        foreach (int frame in new[] { 1, 2, 3 }) study.Frame($"a/{frame}.jpg");
        study.Frame("b/1.jpg", width: 60, height: 20);
        study.Frame("c/1.jpg");
        study.Split(("train", [("a/1.jpg", 1), ("b/1.jpg", null)]), ("test", [("c/1.jpg", 0)]));

        SplitSummary train = Check().Splits[0];

        Assert.Equal(new FrameCounts(4, 1, 2, 3), train.Frames);
        Assert.Equal([new(40, 32, 3), new(60, 20, 1)], train.Sizes);
        Assert.Equal([new("Leakage", 0), new("No", 1)], train.Classes);
        Assert.Equal((2, 1, null), (train.Exams, train.Unlabelled, train.Patients));
    }

    [Fact]
    public void Named_classes_without_exams_and_names_that_tell_the_patient_are_warnings()
    {
        study.Frame("22_L/1.jpg", picture: 1);
        study.Frame("22_R/1.jpg", picture: 2);
        study.Frame("7_L/1.jpg", picture: 3);
        study.Split(("train", [("22_L/1.jpg", 0), ("7_L/1.jpg", 0)]), ("test", [("22_R/1.jpg", null)]));

        DatasetReport report = Check();

        Assert.Empty(report.Problems);
        Assert.Equal(
            [
                $"{study.SplitPath}: no exam has the class 1 (No); check the names of the classes and their order",
                $"{study.SplitPath}: exam names look like a patient and an eye (22_L), but patients are not set, so each exam counts as a "
                    + @"separate patient. The expression (\d+)_[LR]$ finds 2 patients, one of them in more than one split: "
                    + "22 in train and test.",
            ],
            report.Warnings);
    }

    [Fact]
    public void Every_problem_is_in_one_report_beside_the_figures()
    {
        study.Frame("a/1.jpg", picture: 5);
        study.Frame("a/x.jpg");
        string twin = study.Frame("b/1.jpg", picture: 5);
        string damaged = study.Spoilt("b/2.jpg", WithoutItsTables);
        study.Split(("train", [("a/1.jpg", 0), ("gone/1.jpg", 7)]), ("test", [("b/1.jpg", 1), ("away/1.jpg", 0)]));

        DatasetReport report = Check();

        Assert.Collection(
            report.Problems,
            problem => Assert.StartsWith($"{study.SplitPath}: train, entry 2: gone/1.jpg: the label 7 is not known; write ", problem),
            problem => Assert.StartsWith($"{study.PathOf("a/x.jpg")}: frame names must be whole numbers (1.jpg, 2.jpg …); ", problem),
            problem => Assert.StartsWith($"{study.PathOf("gone")}: the split names this exam's folder, but it is not there; add ", problem),
            problem => Assert.StartsWith($"{study.PathOf("away")}: the split names this exam's folder, but it is not there; add ", problem),
            problem => Assert.StartsWith($"{damaged}: truncated or damaged: the image cannot be decoded completely; copy ", problem),
            problem =>
                Assert.Equal($"{twin} (test) and {study.PathOf("a/1.jpg")} (train): the same frame, byte for byte, is in two splits; "
                + "remove one of the two exams", problem));
        Assert.Equal(["train", "test"], report.Splits.Select(split => split.Name));
        Assert.Equal(new FrameCounts(2, 0, 1, 2), report.Splits[1].Frames);
    }

    [Fact]
    public void Equal_frames_within_one_split_are_not_a_problem()
    {
        study.Frame("a/1.jpg", picture: 5);
        study.Frame("b/1.jpg", picture: 5);
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1)]));

        Assert.Empty(Check().Problems);
    }

    [Fact]
    public void A_file_that_is_not_a_split_gives_a_report_without_splits()
    {
        study.Write("split.json", "train:");

        DatasetReport report = Check();

        Assert.Contains("line 1 is not JSON", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Empty(report.Splits);
    }

    [Fact]
    public void Progress_rises_to_the_number_of_exams_and_of_frames()
    {
        foreach (string name in new[] { "a/1.jpg", "a/2.jpg", "b/1.jpg" }) study.Frame(name);
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1)]));
        Heard progress = new();

        DatasetCheck.Run(study.SplitPath, study.Folder, options, progress, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                new("reading frame headers", 1, 2), new("reading frame headers", 2, 2),
                new("decoding frames", 1, 3), new("decoding frames", 2, 3), new("decoding frames", 3, 3),
            ],
            progress.Reports);
    }

    [Fact]
    public void Checking_stops_when_cancelled()
    {
        foreach (string name in new[] { "a/1.jpg", "a/2.jpg", "b/1.jpg" }) study.Frame(name);
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1)]));
        using CancellationTokenSource stop = new();
        Heard progress = new(report => { if (report.Stage == "decoding frames") stop.Cancel(); });

        Assert.Throws<OperationCanceledException>(() => DatasetCheck.Run(study.SplitPath, study.Folder, options, progress, stop.Token));
    }

    private DatasetReport Check() => DatasetCheck.Run(study.SplitPath, study.Folder, options);

    /// <summary>The same JPEG, with a scan (SOS: marker, length, count, component, tables) that refers to missing Huffman tables.</summary>
    private static byte[] WithoutItsTables(byte[] jpeg)
    {
        byte[] changed = [.. jpeg];
        changed[jpeg.AsSpan().IndexOf((byte[])[0xff, 0xda]) + 6] = 0x33;
        return changed;
    }

    private sealed class Heard(Action<StageProgress>? listen = null) : IProgress<StageProgress>
    {
        public ConcurrentQueue<StageProgress> Reports { get; } = [];

        public void Report(StageProgress value)
        {
            Reports.Enqueue(value);
            listen?.Invoke(value);
        }
    }
}
