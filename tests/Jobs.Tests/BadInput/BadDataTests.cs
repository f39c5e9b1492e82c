using Angioboard.Core.Tests.Data;
using SkiaSharp;

namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Split files and frames that cannot be used: `train` says so and makes no run; `check` says the same.</summary>
public sealed class BadDataTests : IDisposable
{
    private const string TwoExams = """{"train": [["a/1.jpg", 0], ["b/1.jpg", 1]]}""";

    private readonly TemporaryStudy study = new();

    public BadDataTests()
    {
        study.Frame("a/1.jpg");
        study.Frame("b/1.jpg");
        study.Write("split.json", TwoExams);
    }

    public void Dispose() => study.Dispose();

    [Theory]
    [InlineData("{\"train\": [[\"a/1.jpg\", 0]", "split.json: line 1 is not JSON: ")]
    [InlineData("[1, 2]", "split.json: not an object of splits; write ")]
    [InlineData("""{"train": {"a/1.jpg": 0}}""", "split.json: train is not a list; write ")]
    [InlineData("""{"train": [["a/1.jpg"]]}""", "split.json: train, entry 1: an entry must be a frame's path and a label; write ")]
    [InlineData("""{"train": [["a/1.jpg", 0], ["b/1.jpg", 5]]}""",
        "train, entry 2: b/1.jpg: the label 5 is not known; write a whole number from 0 to 1")]
    [InlineData("""{"train": [["a/1.jpg", "Leakage"], ["b/1.jpg", 1]]}""",
        "train, entry 1: a/1.jpg: the label \"Leakage\" is not known; write ")]
    [InlineData("""{"train": [["a/1.jpg", 0]], "test": []}""", "split.json: test is empty; add exams to it or remove the split")]
    [InlineData("""{"train": [["a/1.jpg", 0]], "test": [["a/1.jpg", 0]]}""",
        "split.json: the exam a is in train and test; keep it in one split")]
    [InlineData("""{"train": [["/a/1.jpg", 0], ["b/1.jpg", 1]]}""",
        "train, entry 1: /a/1.jpg: the path is absolute; write it relative to the data folder")]
    [InlineData("""{"train": [["a/../../b/1.jpg", 0], ["b/1.jpg", 1]]}""",
        "train, entry 1: a/../../b/1.jpg: the path has ..; write it relative")]
    [InlineData("""{"train": [["a/1.jpg", 0], ["c/1.jpg", 1]]}""",
        "c: the split names this exam's folder, but it is not there; add it or remove")]
    [InlineData("""{"test": [["a/1.jpg", 0]]}""", "split.json: there is no split named train; rename the training split to train")]
    [InlineData("""{"train": [["a/1.jpg", null]]}""", "split.json: no exam in train has a label; give labelled exams to train on")]
    public async Task A_split_that_cannot_be_used(string split, string problem)
    {
        study.Write("split.json", split);

        string[] problems = await Refused();

        Assert.Contains(problems, line => line.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_patient_in_two_splits()
    {
        study.Frame("exams/3_L/1.jpg");
        study.Frame("exams/3_R/1.jpg");
        study.Split(("train", [("exams/3_L/1.jpg", 0), ("a/1.jpg", 1)]), ("test", [("exams/3_R/1.jpg", 1), ("b/1.jpg", 0)]));
        string table = study.Write("patients.csv", "exam,patient\nexams/3_L,P3\nexams/3_R,P3\na,A\nb,B\n");

        string[] byTable = await Refused("--patients", table);
        string[] byName = await Refused("--patients", "([0-9a-z]+)(_[LR])?$");
        string[] noGroup = await Refused("--patients", "_[LR]$");

        Assert.Equal(
            $"{table}: the patient P3 is in two splits: exams/3_L in train and exams/3_R in test; keep a patient's exams in one split",
            Assert.Single(byTable));
        Assert.Contains("the patient 3 is in two splits", Assert.Single(byName), StringComparison.Ordinal);
        Assert.Contains("the expression has no group; put the patient's part in parentheses", Assert.Single(noGroup),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_frame_is_named_at_once()
    {
        foreach (string exam in new[] { "c", "d" }) study.Frame($"{exam}/1.jpg");
        Directory.CreateDirectory(study.PathOf("empty"));
        study.Frame("a/7b.jpg");
        study.Frame("a/01.jpg");
        study.Spoilt("a/2.jpg", _ => []);
        study.Spoilt("b/2.jpg", whole => whole[..(whole.Length * 4 / 5)]);
        study.Frame("b/3.jpg", format: SKEncodedImageFormat.Png);
        study.Frame("c/2.jpg", height: 8);
        study.Spoilt("d/2.jpg", jpeg => WithSize(jpeg, 20_000, 5_001));
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1), ("c/1.jpg", 0), ("d/1.jpg", 1), ("empty/1.jpg", 0)]));
        string[] expected =
        [
            "a/1.jpg: 01.jpg beside it has the same number; rename one or move it out",
            "a/2.jpg: the file is empty (0 bytes); copy it again or move it out",
            "a/7b.jpg: frame names must be whole numbers (1.jpg, 2.jpg …); rename it or move it out",
            "b/2.jpg: truncated or damaged: the image cannot be decoded completely; copy the file again or move it out",
            "b/3.jpg: not a JPEG; convert it to one or move it out",
            "c/2.jpg: 8 pixels high, no more than the strip of 8 that is cut off; set a smaller strip or move it out",
            "d/2.jpg: 20000×5001 is over 100 megapixels; scale it down or move it out",
            "empty/1.jpg: the split names this frame, but it is not there; add it or remove it from the split",
            "empty: no frames (*.jpg, *.jpeg) in this exam's folder; add them or remove the exam from the split",
        ];

        string[] problems = await Refused();

        Assert.Equal(expected.Select(study.PathOf).Order(StringComparer.Ordinal), problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Missing_files()
    {
        Task<ProcessOutcome> Train(params string[] options) =>
            AngioboardProcess.RunAsync(["train", .. Output, .. TinyModel.On(["--num-classes", "2", "--strip", "8"], options)]);

        ProcessOutcome noSplit = await Train("--split", study.PathOf("nowhere.json"), "--datadir", study.Folder);
        ProcessOutcome noFolder = await Train("--split", study.SplitPath, "--datadir", study.PathOf("nowhere"));
        ProcessOutcome neither = await Train();

        Assert.Contains($"{study.PathOf("nowhere.json")}: this split file does not exist; check the path", noSplit.Refused());
        Assert.Equal($"{study.PathOf("nowhere")}: this data folder does not exist; give the folder that the split's paths are relative to",
            Assert.Single(noFolder.Refused()));
        Assert.Equal(["split: missing; give the split file with --split", "datadir: missing; give the folder of the frames with --datadir"],
            neither.Refused());
    }

    private string[] Output => ["--output", study.PathOf("results")];

    private async Task<string[]> Refused(params string[] options)
    {
        string[] data = ["--split", study.SplitPath, "--datadir", study.Folder, "--num-classes", "2", "--strip", "8", .. options];
        string[] problems = (await AngioboardProcess.RunAsync(["train", .. Output, .. TinyModel.On(data)])).Refused();
        Assert.False(Directory.Exists(study.PathOf("results")));
        return problems;
    }

    /// <summary>The same JPEG with another size in its frame header (SOF0: marker, length, precision, height, width).</summary>
    private static byte[] WithSize(byte[] jpeg, int width, int height)
    {
        int header = jpeg.AsSpan().IndexOf((byte[])[0xff, 0xc0]);
        byte[] changed = [.. jpeg];
        (changed[header + 5], changed[header + 6]) = ((byte)(height >> 8), (byte)height);
        (changed[header + 7], changed[header + 8]) = ((byte)(width >> 8), (byte)width);
        return changed;
    }
}
