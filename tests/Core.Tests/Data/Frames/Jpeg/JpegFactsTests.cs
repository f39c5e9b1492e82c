using System.Text;
using Angioboard.Core.Data.Frames.Jpeg;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data.Frames.Jpeg;

public sealed class JpegFactsTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(75)]
    [InlineData(90)]
    [InlineData(98)]
    [InlineData(100)]
    public void The_quality_is_the_one_it_was_saved_with(int quality) =>
        Assert.Equal(quality, JpegQuality.Of(Picture(quality))!.Value, 1.0);

    [Fact]
    public void A_file_without_a_table_has_no_quality() => Assert.Null(JpegQuality.Of([0xff, 0xd8, 0xff, 0xd9]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_date_is_that_of_the_picture_not_of_a_later_change(bool little)
    {
        byte[] file = WithExif(Directories(little));

        Assert.Equal(new DateTime(2021, 3, 4, 5, 6, 7), ExifDate.Of(file));
    }

    [Fact]
    public void A_cut_or_odd_directory_gives_no_date()
    {
        byte[] exif = Directories(little: true);

        Assert.Null(ExifDate.Of(Picture(90)));
        for (int length = 0; length < 40; length++) Assert.Null(ExifDate.Of(WithExif(exif[..length])));
        Assert.Null(ExifDate.Of(WithExif([.. exif[..4], 0xff, 0xff, 0xff, 0xff, .. exif[8..]])));
    }

    private static byte[] Picture(int quality)
    {
        using SKBitmap bitmap = new(32, 32, SKColorType.Gray8, SKAlphaType.Opaque);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    private static byte[] WithExif(byte[] tiff)
    {
        int length = 2 + 6 + tiff.Length;
        return [0xff, 0xd8, 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. Picture(90).AsSpan(2)];
    }

    // Two directories: the first has the date of the last change and a pointer to the second, which has the date of the picture.
    private static byte[] Directories(bool little)
    {
        byte[] changed = Encoding.ASCII.GetBytes("2024:01:01 00:00:00\0"), taken = Encoding.ASCII.GetBytes("2021:03:04 05:06:07\0");
        const int second = 8 + 2 + 24 + 4, texts = second + 2 + 12 + 4;
        return
        [
            .. little ? "II"u8 : "MM"u8, .. Short(42), .. Long(8),
            .. Short(2), .. Entry(0x0132, 2, 20, texts), .. Entry(0x8769, 4, 1, second), .. Long(0),
            .. Short(1), .. Entry(0x9003, 2, 20, texts + 20), .. Long(0),
            .. changed, .. taken,
        ];

        byte[] Short(int value) => little ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];
        byte[] Long(int value) => little ? [.. Short(value), .. Short(value >> 16)] : [.. Short(value >> 16), .. Short(value)];
        byte[] Entry(int tag, int type, int count, int value) => [.. Short(tag), .. Short(type), .. Long(count), .. Long(value)];
    }
}
