using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data.Frames;

/// <summary>Pixels stay as they are stored, for models and browsers, whatever EXIF says.</summary>
public sealed class WholeFrameTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_browser_gets_the_pixels_as_they_are_stored(bool bigEndian, bool afterOthers)
    {
        string path = study.Spoilt("a/1.jpg", whole => WithOrientation(whole, 6, bigEndian, afterOthers));

        byte[] sent = WholeFrame.Read(path);

        using SKCodec before = SKCodec.Create(path), after = SKCodec.Create(new MemoryStream(sent));
        Assert.Equal((SKEncodedOrigin.RightTop, SKEncodedOrigin.TopLeft), (before.EncodedOrigin, after.EncodedOrigin));
        Assert.Equal((40, 32), (after.Info.Width, after.Info.Height));
        using SKBitmap stored = SKBitmap.Decode(before), shown = SKBitmap.Decode(after);
        Assert.Equal(stored.Bytes, shown.Bytes);
        Assert.Equal((40, 32), FrameDecoder.Decode(path, Modality.Full, 0) is var frame ? (frame.Width, frame.Height) : default);
    }

    [Fact]
    public void A_file_without_EXIF_is_sent_as_it_is()
    {
        byte[] plain = File.ReadAllBytes(study.Frame("a/1.jpg"));

        Assert.Equal(plain, WholeFrame.WithoutExif(plain));
        foreach (byte[] odd in new byte[][] { [], [0xff], [0xff, 0xd8, 0xff], [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1],
            [0xff, 0xe1, 0, 0, 0xff, 0xd9], "GIF89a"u8.ToArray() })
            Assert.Equal(odd, WholeFrame.WithoutExif(odd));
    }

    [Fact]
    public void Damage_anywhere_in_the_header_is_sent_on()
    {
        byte[] whole = File.ReadAllBytes(study.Spoilt("a/1.jpg", jpeg => WithOrientation(jpeg, 6, bigEndian: true, afterOthers: false)));
        for (int i = 0; i < 2000; i++)
        {
            SeededRandom random = new(3, "header", i);
            byte[] damaged = [.. whole[..random.NextInt(whole.Length)]];
            for (int hit = random.NextInt(4); hit > 0 && damaged.Length > 0; hit--) damaged[random.NextInt(Math.Min(700, damaged.Length))] =
                (byte)random.NextBits();

            Assert.InRange(WholeFrame.WithoutExif(damaged).Length, Math.Max(0, damaged.Length - 70_000), damaged.Length);
        }
    }

    [Fact]
    public void Frames_that_other_programs_rotate_are_counted_in_one_line()
    {
        study.Spoilt("a/1.jpg", whole => WithOrientation(whole, 6, bigEndian: false, afterOthers: false));
        study.Spoilt("a/2.jpg", whole => WithOrientation(whole, 3, bigEndian: true, afterOthers: true));
        study.Spoilt("a/3.jpg", whole => WithOrientation(whole, 1, bigEndian: true, afterOthers: false));
        study.Spoilt("a/4.jpg", whole => WithOrientation(whole, 9, bigEndian: true, afterOthers: false));
        study.Frame("a/6.jpg");
        study.Split(("test", [("a/1.jpg", 0)]));

        DatasetReport report =
            DatasetCheck.Run(study.SplitPath, study.Folder, TemporaryStudy.Options, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                $"{study.Folder}: frames with an EXIF orientation other than 1: 2, such as {study.PathOf("a/1.jpg")} (6); "
                    + "they are used as stored, although other programs may show them rotated",
            ],
            report.Warnings);
    }

    /// <summary>The same JPEG with an EXIF segment, at its start or after another segment of 70,000 bytes.</summary>
    private static byte[] WithOrientation(byte[] jpeg, byte orientation, bool bigEndian, bool afterOthers)
    {
        byte[] tiff = bigEndian
            ? [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
            : [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] exif = [0xff, 0xe1, 0, (byte)(8 + tiff.Length), .. "Exif\0\0"u8, .. tiff];
        byte[] comment = [0xff, 0xfe, 0x88, 0xb8, .. new byte[34_998]];
        return [.. jpeg[..2], .. afterOthers ? [.. comment, .. comment] : Array.Empty<byte>(), .. exif, .. jpeg[2..]];
    }
}
