using Angioboard.Core.Data.Frames;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Angioboard.Dashboard.Viewer;

/// <summary>Decoded frames as pictures for a browser: only what may be seen is in them.</summary>
internal static class FramePicture
{
    private const int Quality = 92, ThumbnailQuality = 80, ThumbnailSide = 128, PoolMegabytes = 64;

    // The server has many frames to decode at a time, so each is the work of one processor.
    private static readonly SixLabors.ImageSharp.Configuration Pictures =
        new(new JpegConfigurationModule(), new GifConfigurationModule(), new WebpConfigurationModule())
        {
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = PoolMegabytes }),
            MaxDegreeOfParallelism = 1,
        };

    /// <summary>The frame as a JPEG.</summary>
    public static byte[] Jpeg(GrayFrame frame)
    {
        using Image<L8> image = Image(frame);
        return Encode(image, new JpegEncoder { Quality = Quality, ColorType = JpegColorType.Luminance });
    }

    /// <summary>The frame as a small JPEG.</summary>
    public static byte[] Thumbnail(GrayFrame frame)
    {
        using Image<L8> image = Image(frame);
        if (Math.Max(frame.Width, frame.Height) > ThumbnailSide)
            image.Mutate(picture => picture.Resize(new ResizeOptions { Size = new Size(ThumbnailSide), Mode = ResizeMode.Max }));
        return Encode(image, new JpegEncoder { Quality = ThumbnailQuality, ColorType = JpegColorType.Luminance });
    }

    /// <summary>The frame's pixels, to be changed and disposed of by the caller.</summary>
    public static Image<L8> Image(GrayFrame frame) =>
        SixLabors.ImageSharp.Image.LoadPixelData<L8>(Pictures, frame.Pixels, frame.Width, frame.Height);

    /// <summary>The picture as a file.</summary>
    public static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using MemoryStream file = new();
        image.Save(file, encoder);
        return file.ToArray();
    }
}
