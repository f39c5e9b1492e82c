using Angioboard.Core.Data.Frames;
using SkiaSharp;
using TorchSharp;

namespace Angioboard.Core.Tests.Data.Frames;

public sealed class FrameDecoderTests
{
    // Angiography-like pictures (smooth, vessels, noise) in every common sampling, baseline and progressive, with odd sizes. With each come
    // the grey pixels that PIL reads.
    private const string PictureScript = """
        import sys, random, numpy as np, PIL.Image, PIL.ImageFile, PIL.ImageFilter, PIL.ImageDraw
        PIL.ImageFile.MAXBLOCK = 1 << 24  # a progressive file is encoded in one piece
        folder, rng = sys.argv[1], random.Random(20260301)
        np.random.seed(7)
        def picture(w, h, colour):
            a = np.random.rand(h, w, 3 if colour else 1) * 255
            im = PIL.Image.fromarray(a.astype('uint8') if colour else a[..., 0].astype('uint8')).filter(PIL.ImageFilter.GaussianBlur(rng.choice([0, 1, 4])))
            d = PIL.ImageDraw.Draw(im)
            for _ in range(12):
                d.line([(rng.randrange(w), rng.randrange(h)) for _ in range(3)], width=rng.randrange(1, 5),
                       fill=tuple(rng.randrange(256) for _ in range(3)) if colour else rng.randrange(256))
            return im
        n = 0
        for w, h in [(480, 290), (433, 251), (1001, 333), (97, 131), (300, 61), (53, 52), (2, 51), (130, 270), (131, 64), (258, 99)]:
            for sampling in ['4:4:4', '4:2:2', '4:2:0', 'gray']:
                for progressive in [False, True]:
                    options = dict(quality=rng.choice([30, 75, 90, 98]), progressive=progressive)
                    if sampling != 'gray': options['subsampling'] = sampling
                    if rng.random() < .3: options['exif'] = b'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0'
                    picture(w, h, sampling != 'gray').save(f'{folder}/{n}.jpg', **options)
                    gray = np.array(PIL.Image.open(f'{folder}/{n}.jpg').convert('L'))
                    gray.tofile(f'{folder}/{n}.raw')
                    print(n, w, h, sampling, progressive)
                    n += 1
        """;

    [Fact]
    public void Fa_crops_equal_the_golden_ones()
    {
        foreach ((string name, torch.Tensor golden) in GoldenTensors.Read(GoldenFiles.Path("frames.safetensors")))
        {
            GrayFrame frame = FrameDecoder.Decode(GoldenFiles.Path("exams", name), Modality.FA, 50);

            Assert.Equal((golden.shape[0], golden.shape[1]), (frame.Height, frame.Width));
            Assert.Equal(golden.bytes.ToArray(), frame.Pixels);
        }
    }

    [Fact]
    public void Every_sampling_and_size_is_decoded_as_PIL_does()
    {
        using TemporaryFolder folder = new();
        string[] pictures = Python.Run(PictureScript, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        foreach (string picture in pictures)
        {
            string[] parts = picture.Split(' ');
            (int width, int height) = (int.Parse(parts[1]), int.Parse(parts[2]));
            byte[] expected = File.ReadAllBytes(folder.File($"{parts[0]}.raw"));
            foreach (Modality modality in Enum.GetValues<Modality>())
            {
                GrayFrame frame = FrameDecoder.Decode(folder.File($"{parts[0]}.jpg"), modality, 50);

                int left = modality == Modality.ICGA ? width - frame.Width : 0;
                Assert.Equal(height - 50, frame.Height);
                for (int y = 0; y < frame.Height; y++)
                    Assert.True(
                        expected.AsSpan(y * width + left, frame.Width).SequenceEqual(frame.Pixels.AsSpan(y * frame.Width, frame.Width)),
                        $"{picture} {modality}, row {y}");
            }
        }
        Assert.Equal(80, pictures.Length);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.995)]
    public void A_truncated_file_is_refused_even_if_only_the_strip_is_cut(double share)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(Sample);
        string path = Write(folder, whole[..(int)(whole.Length * share)]);

        InputException error = Assert.Throws<InputException>(() => FrameDecoder.Decode(path, Modality.FA, 50));

        Assert.StartsWith(path, Assert.Single(error.Problems), StringComparison.Ordinal);
        Assert.Matches("truncated|damaged", error.Message);
    }

    [Fact]
    public void Damage_anywhere_gives_a_frame_or_a_refusal()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(Sample);
        int refused = 0;

        for (int i = 0; i < 300; i++)
        {
            SeededRandom random = new(1, "damage", i);
            byte[] damaged = i % 3 == 0 ? whole[..random.NextInt(whole.Length)] : [.. whole];
            for (int hit = 0; hit < random.NextInt(5) && damaged.Length > 0; hit++)
                damaged[random.NextInt(i % 2 == 0 ? damaged.Length : Math.Min(700, damaged.Length))] = (byte)random.NextBits();
            string path = Write(folder, damaged);
            foreach (Modality modality in Enum.GetValues<Modality>())
                refused += Record.Exception(() => FrameDecoder.Decode(path, modality, 50)) switch
                {
                    null => 0,
                    InputException => 1,
                    var unexpected => throw new InvalidOperationException($"damage {i}", unexpected),
                };
        }

        Assert.InRange(refused, 300, 890);
    }

    [Fact]
    public void Bytes_after_the_end_of_the_picture_do_not_matter()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, [.. File.ReadAllBytes(Sample), 0, 0, 7]);

        GrayFrame frame = FrameDecoder.Decode(path, Modality.FA, 50);

        Assert.Equal(FrameDecoder.Decode(Sample, Modality.FA, 50).Pixels, frame.Pixels);
    }

    [Fact]
    public void A_file_that_is_not_a_frame_is_named_with_its_problem()
    {
        using TemporaryFolder folder = new();
        using SKBitmap picture = new(80, 80);
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        byte[] huge = File.ReadAllBytes(Sample);
        int frameHeader = huge.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        new byte[] { 0x40, 0, 0x40, 0 }.CopyTo(huge, frameHeader + 5);

        Assert.EndsWith("the file is empty (0 bytes); copy it again or move it out", Problem(Write(folder, [])), StringComparison.Ordinal);
        Assert.Contains("not a JPEG", Problem(Write(folder, png.ToArray())), StringComparison.Ordinal);
        Assert.Contains("not a JPEG", Problem(Write(folder, "frame"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("megapixels", Problem(Write(folder, huge)), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Problem(folder.File("missing.jpg")), StringComparison.Ordinal);
        Assert.Contains("no more than the strip of 290 that is cut off; set a smaller strip or move it out", Problem(Sample, strip: 290),
            StringComparison.Ordinal);
    }

    private static string Sample { get; } = GoldenFiles.Path("exams", "Train", "Train", "0_L", "1.jpg");

    private static string Problem(string path, int strip = 50)
    {
        InputException error = Assert.Throws<InputException>(() => FrameDecoder.Decode(path, Modality.FA, strip));
        Assert.StartsWith($"{path}: ", Assert.Single(error.Problems), StringComparison.Ordinal);
        return error.Message;
    }

    private static string Write(TemporaryFolder folder, byte[] content)
    {
        string path = folder.File("1.jpg");
        File.WriteAllBytes(path, content);
        return path;
    }
}
