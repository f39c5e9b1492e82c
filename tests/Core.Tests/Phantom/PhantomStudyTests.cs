using System.Security.Cryptography;
using System.Text;
using Angioboard.Core.Phantom;
using SkiaSharp;

namespace Angioboard.Core.Tests.Phantom;

public sealed class PhantomStudyTests(DrawnStudy study) : IClassFixture<DrawnStudy>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others()
    {
        using TemporaryFolder first = new(), again = new(), other = new();

        PhantomStudy.Write(first.Path, new(10, 8), null, Cancellation);
        PhantomStudy.Write(again.Path, new(10, 8), null, Cancellation);
        PhantomStudy.Write(other.Path, new(10, 9), null, Cancellation);

        Assert.Equal(Hash(first.Path), Hash(again.Path));
        Assert.NotEqual(Hash(first.Path), Hash(other.Path));
    }

    [Fact]
    public void An_exam_drawn_alone_has_the_bytes_it_has_among_others()
    {
        PlannedExam exam = PhantomPlan.Draw(study.Options)[17];

        ExamScene scene = new(exam, study.Options.Seed);

        string[] frames = study.Frames(exam.Name);
        Assert.Equal(frames.Length, scene.Timing.Count);
        Assert.Equal(File.ReadAllBytes(frames[2]), scene.Frame(2));
        Assert.Equal(File.ReadAllBytes(frames[0]), scene.Frame(0));
    }

    [Fact]
    public void The_split_lists_every_exam_folder_once_and_no_patient_twice()
    {
        IReadOnlyList<(string Split, string Exam, int Label)> exams = study.Exams();

        Assert.Equal(study.Options.Exams, exams.Count);
        Assert.Equal(["train", "validation", "test"], exams.Select(e => e.Split).Distinct());
        Assert.Equal([0, 1, 2, 3, 4], exams.Select(e => e.Label).Distinct().Order());
        Assert.All(exams, e => Assert.Matches(@"^Train/Train/\d+_[LR]$", e.Exam));
        Assert.Equal(
            Directory.GetDirectories(Path.Combine(study.Folder, "Train", "Train")).Select(Path.GetFileName).Order(),
            exams.Select(e => Path.GetFileName(e.Exam)).Order());
        Assert.All(
            exams.GroupBy(e => Path.GetFileName(e.Exam).Split('_')[0]),
            patient => Assert.Single(patient.Select(e => e.Split).Distinct()));
    }

    [Fact]
    public void An_exam_has_3_to_30_frames_of_two_sizes_in_grey_and_colour()
    {
        string[][] exams = [.. study.Exams().Select(e => study.Frames(e.Exam))];

        Assert.All(exams, frames => Assert.InRange(frames.Length, 3, 30));
        (int, int)[] sizes = [.. exams.Select(frames => SKBitmap.DecodeBounds(frames[0])).Select(bounds => (bounds.Width, bounds.Height))];
        Assert.Equal([(256, 178), (288, 194)], sizes.Distinct().Order());
        Assert.Equal([false, true], exams.Select(frames => IsGrey(frames[0])).Distinct().Order());
    }

    [Fact]
    public void Halves_differ_and_a_strip_with_letters_is_below_them()
    {
        string frame = study.Frames(study.Exams()[0].Exam)[^1];

        using SKBitmap bitmap = SKBitmap.Decode(frame);

        int half = bitmap.Width / 2, side = bitmap.Height - 50;
        Assert.Equal(half, side);
        IEnumerable<double> differences =
            from y in Enumerable.Range(0, side)
            from x in Enumerable.Range(0, half)
            select Math.Abs(Grey(bitmap, x, y) - Grey(bitmap, x + half, y));
        Assert.True(differences.Average() > 10);
        double[] strip = [.. from y in Enumerable.Range(side, 50) from x in Enumerable.Range(0, bitmap.Width) select Grey(bitmap, x, y)];
        Assert.InRange(strip.Count(value => value > 120) / (double)strip.Length, 0.02, 0.2);
        Assert.InRange(strip.Count(value => value < 40) / (double)strip.Length, 0.7, 0.98);
    }

    [Fact]
    public void Progress_counts_exams_up_to_all_of_them()
    {
        using TemporaryFolder folder = new();
        Reports reports = new();

        PhantomStudy.Write(folder.Path, new(10, 1), reports, Cancellation);

        Assert.Equal(Enumerable.Range(1, 10).Select(done => (long)done), reports.Seen.Select(report => report.Done));
        Assert.All(reports.Seen, report => Assert.Equal(10, report.Total));
    }

    private static string Hash(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static bool IsGrey(string frame)
    {
        using SKCodec codec = SKCodec.Create(frame);
        return codec.Info.ColorType == SKColorType.Gray8;
    }

    private static double Grey(SKBitmap bitmap, int x, int y)
    {
        SKColor colour = bitmap.GetPixel(x, y);
        return (colour.Red + colour.Green + colour.Blue) / 3.0;
    }

    private sealed class Reports : IProgress<StageProgress>
    {
        public List<StageProgress> Seen { get; } = [];

        public void Report(StageProgress value) => Seen.Add(value);
    }
}
