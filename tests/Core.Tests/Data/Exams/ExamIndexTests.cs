using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Tests.Data.Exams;

public sealed class ExamIndexTests : IDisposable
{
    private static readonly ExamIndexOptions forTraining = TemporaryStudy.Options with { RequireTrain = true };

    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void The_golden_split_gives_eight_exams_with_their_frames_by_number()
    {
        ExamIndexOptions options = new() { NumClasses = 5, Modality = Modality.FA, Strip = 50, RequireTrain = true };

        ExamIndex index = ExamIndex.Read(
            GoldenFiles.Path("split.json"), GoldenFiles.Path("exams"), options, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(["train", "validation", "test"], index.Splits.Select(split => split.Name));
        Assert.Equal(
            [("Train/Train/0_L", 0, 9), ("Train/Train/1_R", 1, 5), ("Train/Train/2_L", 2, 14), ("Train/Train/3_R", 3, 1)],
            index.Splits[0].Exams.Select(exam => (exam.Name, exam.Label!.Value, exam.Frames.Count)));
        Assert.Equal(
            Enumerable.Range(1, 14).Select(number => GoldenFiles.Path("exams", "Train", "Train", "2_L", $"{number}.jpg")),
            index.Splits[0].Exams[2].Frames);
        Assert.Equal(["no exam in train has the class 4: the model cannot learn it"],
            index.Warnings.Select(line => line.Split(": ", 2)[1]));
        Assert.Equal(index.Splits.SelectMany(split => split.Exams).Sum(exam => exam.Frames.Count), index.Frames.Count);
        Assert.Null(index.Patients);
    }

    [Fact]
    public void Frames_with_any_spelling_of_the_extension_are_sorted_by_number_ignoring_leading_zeros()
    {
        string[] names = ["010.jpg", "9.JPG", "2.jpeg", "20190101123045123456789.JPEG", "0.jpg"];
        foreach (string name in names) study.Frame($"ä b/{name}");
        study.Write("ä b/notes.txt", "");
        study.Split(("test", [("ä b/9.JPG", 0)]));

        Exam exam = Assert.Single(Assert.Single(study.Read().Splits).Exams);

        Assert.Equal(
            ["0.jpg", "2.jpeg", "9.JPG", "010.jpg", "20190101123045123456789.JPEG"], exam.Frames.Select(frame => Path.GetFileName(frame)));
    }

    [Fact]
    public void A_frame_is_described_by_its_size_bytes_and_time()
    {
        string path = study.Frame("a/1.jpg", width: 60, height: 44);
        DateTime time = new(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        study.Split(("test", [("a/1.jpg", 0)]));

        FrameFile frame = study.Read().Frames[path];

        Assert.Equal(new FrameFile(path, new FileInfo(path).Length, time, 60, 44), frame);
    }

    [Fact]
    public void A_link_to_a_frame_counts_as_the_frame()
    {
        string path = study.Frame("store/1.jpg");
        Directory.CreateDirectory(study.PathOf("a"));
        File.CreateSymbolicLink(study.PathOf("a/1.jpg"), path);
        study.Split(("test", [("a/1.jpg", 0)]));

        FrameFile frame = study.Read().Frames[study.PathOf("a/1.jpg")];

        Assert.Equal((new FileInfo(path).Length, File.GetLastWriteTimeUtc(path)), (frame.Bytes, frame.ModifiedUtc));
    }

    [Fact]
    public void Contradicting_labels_give_a_warning_and_the_last_one_counts()
    {
        study.Frame("a/1.jpg");
        study.Split(("test", [("a/1.jpg", 1), ("a/1.jpg", null), ("a/1.jpg", 0)]));

        ExamIndex index = study.Read(TemporaryStudy.Options with { ClassNames = ["Leakage", "No"] });

        Assert.Equal(0, index.Splits[0].Exams[0].Label);
        Assert.Equal(
            [$"{study.SplitPath}: test: the exam a has the labels 1 (No) and null and 0 (Leakage); the last one, 0 (Leakage), is used"],
            index.Warnings);
    }

    [Fact]
    public void An_exam_in_two_splits_is_refused()
    {
        study.Frame("a/1.jpg");
        study.Split(("train", [("a/1.jpg", 0)]), ("test", [("a/./1.jpg", 0)]));

        Assert.Equal([$"{study.SplitPath}: the exam a is in train and test; keep it in one split"], study.Problems());
    }

    [Fact]
    public void Training_needs_labelled_exams_in_train_and_prediction_does_not()
    {
        study.Frame("a/1.jpg");
        study.Frame("b/1.jpg");
        study.Split(("night", [("a/1.jpg", null)]));
        Assert.Empty(study.Read().Warnings);
        Assert.Equal([$"{study.SplitPath}: there is no split named train; rename the training split to train"],
            study.Problems(forTraining));

        study.Split(("train", [("a/1.jpg", null)]), ("validation", [("b/1.jpg", null)]));
        Assert.Empty(study.Read().Warnings);
        Assert.Equal(
            [
                $"{study.SplitPath}: no exam in train has a label; give labelled exams to train on",
                $"{study.SplitPath}: no exam in validation has a label, so it cannot select a checkpoint; label some or rename the split",
            ],
            study.Problems(forTraining));
    }

    [Fact]
    public void An_empty_train_split_is_refused()
    {
        study.Write("split.json", """{"train": []}""");

        IReadOnlyList<string> problems = study.Problems(forTraining);

        Assert.Contains($"{study.SplitPath}: no exam in train has a label; give labelled exams to train on", problems);
    }

    [Fact]
    public void Training_without_validation_or_without_a_class_gives_a_warning()
    {
        study.Frame("a/1.jpg");
        study.Split(("train", [("a/1.jpg", 0)]));

        IReadOnlyList<string> warnings = study.Read(forTraining).Warnings;

        Assert.Equal(
            [
                $"{study.SplitPath}: no exam in train has the class 1: the model cannot learn it",
                $"{study.SplitPath}: there is no split named validation; train selects the checkpoint, which favours overfitting",
            ],
            warnings.Order());
    }

    [Fact]
    public void A_wrong_number_of_class_names_is_refused()
    {
        study.Frame("a/1.jpg");
        study.Split(("test", [("a/1.jpg", 0)]));

        IReadOnlyList<string> problems = study.Problems(TemporaryStudy.Options with { ClassNames = ["Leakage"] });

        Assert.Equal(["class-names: 1 names for 2 classes; give one for each class, or set num-classes"], problems);
    }

    [Fact]
    public void A_wrong_data_folder_is_one_problem()
    {
        study.Split(("test", [("a/1.jpg", 0), ("b/1.jpg", 1)]));
        string missing = study.PathOf("nowhere");

        IReadOnlyList<string> elsewhere = study.Problems();
        IReadOnlyList<string> nowhere = study.Problems(datadir: missing);

        const string Remedy = "give the folder that the split's paths are relative to";
        Assert.Equal([$"{study.Folder}: holds none of the split's exams, such as a; {Remedy}"], elsewhere);
        Assert.Equal([$"{missing}: this data folder does not exist; {Remedy}"], nowhere);
    }

    [Fact]
    public void Problems_of_split_folders_and_frames_are_reported_together()
    {
        study.Frame("a/x.jpg");
        Directory.CreateDirectory(study.PathOf("b"));
        study.Split(("test", [("a/x.jpg", 0), ("b/1.jpg", 9), ("b/2.jpg", 0)]), ("other", [("c/1.jpg", 0), ("a/x.jpg", 0)]));

        string problems = string.Join('\n', study.Problems());

        string[] all = ["the label 9", "the exam a is in test and other", "x.jpg: frame names", "b: no frames", "c: the split names"];
        foreach (string expected in all)
            Assert.Contains(expected, problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_when_cancelled()
    {
        study.Frame("a/1.jpg");
        study.Split(("test", [("a/1.jpg", 0)]));

        CancellationToken stopped = new(canceled: true);

        Assert.Throws<OperationCanceledException>(
            () => ExamIndex.Read(study.SplitPath, study.Folder, TemporaryStudy.Options, progress: null, stopped));
    }
}
