using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Frames.Jpeg;
using SkiaSharp;

namespace Angioboard.Core.Tests.Data.Frames.Jpeg;

public sealed class BaselineJpegTests
{
    private static readonly SKJpegEncoderDownsample[] Samplings =
        [SKJpegEncoderDownsample.Downsample420, SKJpegEncoderDownsample.Downsample422, SKJpegEncoderDownsample.Downsample444];

    [Fact]
    public void Golden_frames_are_decoded_here_to_the_same_pixels_as_by_Skia()
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
    public void Pictures_of_any_size_quality_and_sampling_have_the_same_pixels_as_with_Skia()
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
    public void Restart_markers_are_skipped()
    {
        if (!InverseDct.IsSupported) return;
        const int Across = 48, Down = 16, Stripes = 10;
        byte[] stripe = Encode(new Random(9), Across, Down, 0);
        int scan = BaselineHeader.Read(stripe)!.Start, marker = stripe.AsSpan(0, scan).LastIndexOf((ReadOnlySpan<byte>)[0xff, 0xda]);
        // The same picture repeated; each is a row of three groups of blocks after a restart marker.
        List<byte> file = [.. stripe[..marker], 0xff, 0xdd, 0, 4, 0, Across / 16, .. stripe[marker..scan]];
        for (int i = 0; i < Stripes; i++) file.AddRange([.. stripe[scan..^2], 0xff, (byte)(i < Stripes - 1 ? 0xd0 + i % 8 : 0xd9)]);
        byte[] picture = [.. file];
        int frame = picture.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        picture[frame + 6] = Down * Stripes;

        byte[]? pixels = Decode(picture, Modality.Full, 3);

        Assert.Equal(FrameDecoder.DecodeBySkia(picture, "picture", Modality.Full, 3).Pixels, pixels);
        picture[picture.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xd4]) + 1] = 0xd5;
        Assert.Null(Decode(picture, Modality.Full, 3));
    }

    [Fact]
    public void Other_kinds_are_left_to_Skia()
    {
        byte[] good = Encode(new Random(9), 40, 30, 0), progressive = [.. good], rgb = [.. good],
            cut = good[..(BaselineHeader.Read(good)!.Start + 20)];
        int frame = good.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        progressive[frame + 1] = 0xc2;
        rgb[frame + 10] = (byte)'R';

        Assert.NotNull(BaselineHeader.Read(good));
        Assert.Null(BaselineHeader.Read(progressive));
        Assert.Null(BaselineHeader.Read(rgb));
        Assert.Null(BaselineHeader.Read([.. "PNG"u8]));
        Assert.Null(Decode(cut, Modality.Full, 0));
    }

    [Fact]
    public void Damage_anywhere_neither_throws_nor_writes_beyond_the_picture()
    {
        if (!InverseDct.IsSupported) return;
        Random random = new(8);
        int decoded = 0, left = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] file = Encode(random, 64, 48, i);
            int from = i % 2 == 0 ? BaselineHeader.Read(file)!.Start : 2;
            for (int hits = random.Next(1, 4); hits > 0; hits--) file[random.Next(from, file.Length - 2)] = (byte)random.Next(256);

            if (BaselineHeader.Read(file) is { } header && FrameFault.Size("", header.Width, header.Height, Modality.FA, 5) is null
                && BaselineJpeg.Decode(file, header, FrameRegion.Of(header.Width, header.Height, Modality.FA, 5)) is not null) decoded++;
            else left++;
        }

        Assert.InRange(decoded, 100, 1900);
        Assert.InRange(left, 100, 1900);
    }

    private static byte[]? Decode(byte[] file, Modality modality, int strip)
    {
        BaselineHeader header = BaselineHeader.Read(file)!;
        return BaselineJpeg.Decode(file, header, FrameRegion.Of(header.Width, header.Height, modality, strip));
    }

    /// <summary>Noise over soft shapes, in colour or grey, so that codes of all lengths occur.</summary>
    private static byte[] Encode(Random random, int width, int height, int number)
    {
        using SKBitmap picture =
            new(new SKImageInfo(width, height, number % 5 == 4 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
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
        using SKData data =
            pixmap.Encode(new SKJpegEncoderOptions(random.Next(1, 101), Samplings[number % 3], SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }
}
