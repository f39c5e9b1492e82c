using Angioboard.Core.Data.Frames;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Duplicates;
using DrawnStudy = Angioboard.Core.Tests.Phantom.DrawnStudy;
using SkiaSharp;

namespace Angioboard.Core.Tests.Hygiene.Duplicates;

public sealed class DuplicateSearchTests(DrawnStudy study) : IClassFixture<DrawnStudy>, IDisposable
{
    private const int StripHeight = 50;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("quality")]
    [InlineData("brighter")]
    [InlineData("darker")]
    [InlineData("shifted")]
    [InlineData("mirrored")]
    public void A_changed_copy_in_another_split_is_found_and_nothing_else(string change)
    {
        ComparedFrame[] train = Frames(), copies =
            [.. train.Where(frame => frame.Exam % 5 == 0).Select(frame => Copy(frame, change)).OfType<ComparedFrame>()];

        NearDuplicates found = Search([.. train, .. copies]);

        string[] exams = [.. copies.Select(copy => copy.Place.Exam).Distinct().Order()];
        Assert.True(exams.Length > 5);
        Assert.Equal(exams, found.Pairs.Select(pair => pair.Second.Exam).Order());
        Assert.All(found.Pairs, pair =>
        {
            Assert.Equal(("train", "test"), (pair.First.Split, pair.Second.Split));
            Assert.Equal($"copy of {pair.First.Exam}", pair.Second.Exam);
            Assert.Equal(change == "mirrored", pair.Mirrored);
            Assert.InRange(pair.Correlation, 0.98, 1.0000001);
        });
        Assert.InRange(found.Limit, 0, DuplicateSearch.MostBits);
    }

    [Fact]
    public void Different_exams_are_not_alike()
    {
        NearDuplicates found = Search(Frames());

        Assert.Empty(found.Pairs);
        Assert.Equal(0, found.Found);
    }

    [Fact]
    public void Frames_of_one_patient_in_one_split_may_be_alike()
    {
        ComparedFrame frame = Frames()[0];

        string path = folder.File("1.jpg", File.ReadAllBytes(frame.Path));
        ComparedFrame copy = frame with { Exam = 99, Path = path, Place = frame.Place with { Exam = "other eye" } };

        NearDuplicates same = Search([frame, copy]);
        NearDuplicates other = Search([frame, copy with { Patient = "other", Place = copy.Place with { Exam = "other" } }]);

        Assert.Empty(same.Pairs);
        Assert.Equal("other", Assert.Single(other.Pairs).Second.Exam);
    }

    [Fact]
    public void A_dark_or_even_frame_is_not_compared()
    {
        byte[] dark = new byte[FrameGlance.Side * FrameGlance.Side], even = new byte[dark.Length];
        Array.Fill(dark, (byte)4);
        Array.Fill(even, (byte)90);

        Assert.Null(FrameSketch.Of(dark, new Field(dark)));
        Assert.Null(FrameSketch.Of(even, new Field(even)));
    }

    private static NearDuplicates Search(ComparedFrame[] frames) =>
        new DuplicateSearch(Modality.FA, StripHeight).Search(frames, skipped: 0, progress: null, CancellationToken.None);

    private ComparedFrame[] Frames() =>
    [
        .. study.Exams().Index().SelectMany(exam => study.Frames(exam.Item.Exam).Index(),
            (exam, frame) => Sketched(
                frame.Item, new FramePlace("train", exam.Item.Exam, Path.GetFileName(frame.Item), frame.Index), exam.Index,
                exam.Item.Exam.Split('_')[0])).OfType<ComparedFrame>(),
    ];

    private ComparedFrame? Copy(ComparedFrame frame, string change)
    {
        string path = folder.File($"{Guid.NewGuid()}.jpg");
        using SKBitmap whole = SKBitmap.Decode(frame.Path), copy = new(whole.Width, whole.Height);
        float gain = change switch { "brighter" => 1.05f, "darker" => 0.95f, _ => 1 };
        int half = whole.Width / 2;
        for (int y = 0; y < whole.Height; y++)
        {
            for (int x = 0; x < whole.Width; x++)
            {
                int from = change switch
                {
                    "mirrored" when x < half => half - 1 - x,
                    "shifted" => Math.Max(0, x - 2),
                    _ => x,
                };
                SKColor colour = whole.GetPixel(from, y);
                copy.SetPixel(x, y, new SKColor(Gain(colour.Red), Gain(colour.Green), Gain(colour.Blue)));
            }
        }
        using (FileStream file = File.Create(path)) copy.Encode(file, SKEncodedImageFormat.Jpeg, change == "quality" ? 60 : 90);
        FramePlace place = new("test", $"copy of {frame.Place.Exam}", frame.Place.Frame, frame.Place.Index);
        return Sketched(path, place, 1000 + frame.Exam, $"copy of {frame.Patient}");

        byte Gain(byte value) => (byte)Math.Clamp(value * gain, 0, 255);
    }

    private static ComparedFrame? Sketched(string path, FramePlace place, int exam, string patient)
    {
        GlanceReader reader = new(Modality.FA, StripHeight);
        byte[] file = File.ReadAllBytes(path);
        Assert.True(JpegProbe.DecodesWhole(file, reader));
        return FrameTraits.Of(file, reader.Read()).Sketch is { } sketch
            ? new ComparedFrame(place, path, exam, place.Split == "train" ? 0 : 1, patient, sketch)
            : null;
    }
}
