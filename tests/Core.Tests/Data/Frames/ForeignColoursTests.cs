using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Tests.Data.Frames;

/// <summary>JPEGs with other colour spaces, as from printers, scanners and editors: grey as by PIL's <c>convert("L")</c>.</summary>
public sealed class ForeignColoursTests
{
    private const string Script = """
        import sys, numpy as np, PIL.Image, PIL.ImageCms, PIL.ImageFilter
        folder = sys.argv[1]
        np.random.seed(7)
        def picture(mode, channels):
            a = (np.random.rand(90, 131, channels) * 255).astype('uint8')
            return PIL.Image.merge(mode, [PIL.Image.fromarray(a[..., c]).filter(PIL.ImageFilter.GaussianBlur(2)) for c in range(channels)])
        def saved(name, image, change=lambda b: b, **options):
            image.save(f'{folder}/{name}.jpg', quality=92, **options)
            data = change(open(f'{folder}/{name}.jpg', 'rb').read())
            open(f'{folder}/{name}.jpg', 'wb').write(data)
            np.array(PIL.Image.open(f'{folder}/{name}.jpg').convert('L')).tofile(f'{folder}/{name}.raw')
            print(name)
        def segment(data, marker):
            at = data.index(bytes([0xff, marker]))
            return at, at + 2 + data[at + 2] * 256 + data[at + 3]
        def without(data, marker):
            start, end = segment(data, marker)
            return data[:start] + data[end:]
        def transform(value):
            return lambda data: data[:segment(data, 0xee)[1] - 1] + bytes([value]) + data[segment(data, 0xee)[1]:]
        def adobe(data):
            return data[:2] + b'\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00' + without(data, 0xe0)[2:]
        def letters(data):
            data = bytearray(without(data, 0xe0))
            frame, scan = segment(data, 0xc0)[0], segment(data, 0xda)[0]
            for i, letter in enumerate(b'RGB'):
                data[frame + 10 + 3 * i] = data[scan + 5 + 2 * i] = letter
            return bytes(data)
        cmyk, rgb, gray = picture('CMYK', 4), picture('RGB', 3), picture('RGB', 3).convert('L')
        profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile('sRGB')).tobytes()
        swapped = profile.replace(b'rXYZ', b'tmpX').replace(b'bXYZ', b'rXYZ').replace(b'tmpX', b'bXYZ')
        saved('cmyk', cmyk)
        saved('cmyk-progressive', cmyk, progressive=True)
        saved('cmyk-without-adobe', cmyk, lambda data: without(data, 0xee))
        saved('ycck', cmyk, transform(2))
        saved('rgb-adobe', rgb, adobe, subsampling=0)
        saved('rgb-by-its-letters', rgb, letters, subsampling=0)
        saved('rgb-with-a-profile', rgb, icc_profile=swapped)
        saved('gray-with-a-profile', gray, icc_profile=profile)
        """;

    [Fact]
    public void Gray_is_as_PIL_makes_it()
    {
        using TemporaryFolder folder = new();
        string[] pictures = Python.Run(Script, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        foreach (string picture in pictures)
        {
            byte[] expected = File.ReadAllBytes(folder.File($"{picture}.raw"));
            GrayFrame frame = FrameDecoder.Decode(folder.File($"{picture}.jpg"), Modality.Full, 0);
            Assert.Equal((131, 90), (frame.Width, frame.Height));
            int differing = expected.Zip(frame.Pixels).Count(pair => pair.First != pair.Second);
            Assert.True(differing == 0, $"{picture}: {differing} of {expected.Length} pixels differ");
        }
        Assert.Equal(8, pictures.Length);
    }
}
