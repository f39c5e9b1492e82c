using Angioboard.Core.Data;
using Angioboard.Core.Data.Jpeg;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data;

public sealed class BaselineJpegTests
{
    private static readonly SKJpegEncoderDownsample[] Samplings =
        [SKJpegEncoderDownsample.Downsample420, SKJpegEncoderDownsample.Downsample422, SKJpegEncoderDownsample.Downsample444];

    [Fact]
    public void Golden_frames_are_decoded_here_to_the_pixels_of_Skia()
    {
        if (!InverseDct.IsSupported) return;
        foreach (string path in GoldenExams.All.SelectMany(exam => exam.Frames))
        {
            byte[] file = File.ReadAllBytes(path);
            foreach (Modality modality in Enum.GetValues<Modality>())
                Assert.Equal(FrameDecoder.DecodeBySkia(file, path, modality, 50).Pixels, Decode(file, modality, 50));
        }
    }

    [Fact]
    public void Pictures_of_any_size_quality_and_sampling_have_the_pixels_of_Skia()
    {
        if (!InverseDct.IsSupported) return;
        Random random = new(7);
        for (int i = 0; i < 600; i++)
        {
            (int width, int height) = (random.Next(5, 90), random.Next(2, 70));
            byte[] file = Encode(random, width, height, i);
            Modality modality = (Modality)(i % 3);
            int strip = random.Next(0, height);
            byte[] expected = FrameDecoder.DecodeBySkia(file, "picture", modality, strip).Pixels;

            byte[]? actual = Decode(file, modality, strip);

            Assert.True(expected.AsSpan().SequenceEqual(actual), $"picture {i}: {width}×{height}, {modality}, strip {strip}");
        }
    }

    [Fact]
    public void Damaged_scans_are_left_to_Skia_or_have_its_pixels()
    {
        if (!InverseDct.IsSupported) return;
        Random random = new(8);
        int left = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] file = Encode(random, 64, 48, i);
            int scan = BaselineHeader.Read(file)!.Start;
            for (int hits = random.Next(1, 4); hits > 0; hits--) file[random.Next(scan, file.Length - 2)] = (byte)random.Next(256);

            // What both take for whole may differ where numbers are wilder than any picture's; neither may fail.
            if (Decode(file, Modality.FA, 5) is null) left++;
            Record.Exception(() => FrameDecoder.DecodeBySkia(file, "picture", Modality.FA, 5));
        }

        Assert.InRange(left, 1, 399);
    }

    private static byte[]? Decode(byte[] file, Modality modality, int strip)
    {
        BaselineHeader header = BaselineHeader.Read(file)!;
        return BaselineJpeg.Decode(file, header, FrameRegion.Of(header.Width, header.Height, modality, strip));
    }

    /// <summary>Noise over soft shapes, in colour or gray, so that all lengths of codes come.</summary>
    private static byte[] Encode(Random random, int width, int height, int number)
    {
        using SKBitmap picture = new(new SKImageInfo(width, height, number % 5 == 4 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> pixels = picture.GetPixelSpan();
        int noise = random.Next(3) switch { 0 => 1, 1 => 30, _ => 256 };
        bool colour = number % 4 != 3;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (picture.ColorType == SKColorType.Gray8)
                {
                    pixels[y * picture.RowBytes + x] = (byte)(x * 3 + y + random.Next(noise));
                    continue;
                }
                Span<byte> pixel = pixels.Slice(y * picture.RowBytes + 4 * x, 4);
                pixel[0] = (byte)Math.Min(255, x * 4 + random.Next(noise));
                pixel[1] = colour ? (byte)Math.Min(255, y * 5 + random.Next(noise)) : pixel[0];
                pixel[2] = colour ? (byte)Math.Max(0, 255 - x - y - random.Next(noise)) : pixel[0];
                pixel[3] = 255;
            }
        }
        using SKPixmap pixmap = picture.PeekPixels();
        using SKData data = pixmap.Encode(new SKJpegEncoderOptions(random.Next(1, 101), Samplings[number % 3], SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }
}
