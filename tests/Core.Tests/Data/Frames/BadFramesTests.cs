using Angioboard.Core.Data.Frames;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data.Frames;

/// <summary>Each bad folder or frame is reported with what to do about it.</summary>
public sealed class BadFramesTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public BadFramesTests()
    {
        study.Frame("a/1.jpg");
        study.Frame("good/1.jpg");
        study.Split(("train", [("a/1.jpg", 0), ("good/1.jpg", 1)]));
    }

    public void Dispose() => study.Dispose();

    [Fact]
    public void A_missing_folder()
    {
        Directory.Delete(study.PathOf("a"), recursive: true);

        ExpectProblem("a", "the split names this exam's folder, but it is not there; add it or remove the exam from the split");
    }

    [Fact]
    public void A_folder_without_frames()
    {
        File.Move(study.PathOf("a/1.jpg"), study.PathOf("a/1.png"));
        study.Split(("train", [("a/1.png", 0), ("good/1.jpg", 1)]));

        ExpectProblem("a", "no frames (*.jpg, *.jpeg) in this exam's folder; add them or remove the exam from the split");
    }

    [Fact]
    public void A_missing_frame_of_the_split()
    {
        File.Move(study.PathOf("a/1.jpg"), study.PathOf("a/2.jpg"));

        ExpectProblem("a/1.jpg", "the split names this frame, but it is not there; add it or remove it from the split");
    }

    [Theory]
    [InlineData("7b.jpg")]
    [InlineData("1 (1).jpg")]
    [InlineData("-2.jpg")]
    [InlineData("1.5.jpg")]
    [InlineData("٣.jpg")]
    public void A_name_that_is_not_a_whole_number(string name)
    {
        study.Frame($"a/{name}");

        ExpectProblem($"a/{name}", "frame names must be whole numbers (1.jpg, 2.jpg …); rename it or move it out");
    }

    [Fact]
    public void Two_names_with_the_same_number()
    {
        study.Frame("a/01.jpg");

        ExpectProblem("a/1.jpg", "01.jpg beside it has the same number; rename one or move it out");
    }

    [Fact]
    public void An_empty_file()
    {
        study.Spoilt("a/2.jpg", _ => []);

        ExpectProblem("a/2.jpg", "the file is empty (0 bytes); copy it again or move it out");
    }

    [Fact]
    public void A_file_that_is_not_a_JPEG()
    {
        study.Frame("a/2.jpg", format: SKEncodedImageFormat.Png);

        ExpectProblem("a/2.jpg", "not a JPEG; convert it to one or move it out");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void A_file_cut_off_in_its_header(int bytes)
    {
        study.Spoilt("a/2.jpg", whole => whole[..bytes]);

        ExpectProblem("a/2.jpg", "the JPEG's header is cut short or damaged; copy the file again or move it out");
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.95)]
    public void A_truncated_file(double share)
    {
        study.Spoilt("a/2.jpg", whole => whole[..(int)(share * whole.Length)]);

        ExpectProblem("a/2.jpg", "truncated or damaged: the image cannot be decoded completely; copy the file again or move it out");
    }

    [Fact]
    public void A_frame_not_higher_than_the_strip()
    {
        study.Frame("a/2.jpg", height: 8);

        ExpectProblem("a/2.jpg", "8 pixels high, no more than the strip of 8 that is cut off; set a smaller strip or move it out");
    }

    [Fact]
    public void A_frame_without_halves()
    {
        study.Frame("a/2.jpg", width: 1);

        ExpectProblem("a/2.jpg", "1 pixel wide, too narrow to halve; set the modality full or move it out");
        Assert.Equal(2, study.Read(TemporaryStudy.Options with { Modality = Modality.Full }).Splits[0].Exams[0].Frames.Count);
    }

    [Fact]
    public void A_frame_of_over_100_megapixels()
    {
        study.Spoilt("a/2.jpg", jpeg => WithSize(jpeg, 20_000, 5_001));

        ExpectProblem("a/2.jpg", "20000×5001 is over 100 megapixels; scale it down or move it out");
    }

    [Fact]
    public void A_link_to_nowhere()
    {
        File.CreateSymbolicLink(study.PathOf("a/2.jpg"), study.PathOf("nowhere.jpg"));

        ExpectProblem("a/2.jpg",
            $"cannot be read: it is a link to {study.PathOf("nowhere.jpg")}, which is not there; restore it or remove the link");
    }

    [Fact]
    public void Bytes_after_the_end_of_a_whole_JPEG_do_no_harm()
    {
        study.Spoilt("a/2.jpg", whole => [.. whole, 0, 0, 0]);

        Assert.Equal(2, study.Read().Splits[0].Exams[0].Frames.Count);
    }

    private void ExpectProblem(string path, string text) => Assert.Equal([$"{study.PathOf(path)}: {text}"], study.Problems());

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
