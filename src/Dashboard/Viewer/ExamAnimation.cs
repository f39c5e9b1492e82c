using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace Angioboard.Dashboard.Viewer;

/// <summary>An exam as a moving picture for slides, without sound and without end.</summary>
internal static class ExamAnimation
{
    private const int MostFrames = 200, LongestSide = 1024, MostPixels = 48_000_000, Quality = 85;

    // A picture of grey values needs no search for its colours.
    private static readonly PaletteQuantizer Greys = new(
        Enumerable.Range(0, 256).Select(grey => new Color(new L16((ushort)(grey * 257)))).ToArray(),
        new QuantizerOptions { Dither = null });

    /// <summary>Which of an exam's frames are in it: at most 200, evenly spread.</summary>
    public static int[] Frames(int count) => FrameSelection.Select(count, MostFrames, FrameSpan.Uniform);

    /// <summary>
    /// The size of the pictures: at most 1024 pixels a side and 48 million pixels in all, in the shape of the first frame.
    /// </summary>
    public static Size Size(int frames, int width, int height)
    {
        double bySide = LongestSide / (double)Math.Max(width, height), byPixels = Math.Sqrt(MostPixels / ((double)frames * width * height));
        double scale = Math.Min(1, Math.Min(bySide, byPixels));
        return new Size(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }

    /// <summary>Draws the frames, one after another.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="decodeAsync">Decodes one by its place among them.</param>
    /// <param name="gif">GIF; else WebP.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public static async Task<byte[]> DrawAsync(
        int count, Func<int, Task<GrayFrame>> decodeAsync, bool gif, int rate, CancellationToken cancellation)
    {
        GrayFrame first = await decodeAsync(0);
        Size size = Size(count, first.Width, first.Height);
        return gif ? await GifAsync() : await WebpAsync();

        async Task<byte[]> GifAsync()
        {
            using Image<L8> all = Scaled(first);
            Time(all.Frames.RootFrame);
            for (int i = 1; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                using Image<L8> next = Scaled(await decodeAsync(i));
                Time(all.Frames.AddFrame(next.Frames.RootFrame));
            }
            all.Metadata.GetGifMetadata().RepeatCount = 0;
            return FramePicture.Encode(all, new GifEncoder { ColorTableMode = GifColorTableMode.Global, Quantizer = Greys });
        }

        async Task<byte[]> WebpAsync()
        {
            WebpEncoder encoder = new()
            {
                FileFormat = WebpFileFormatType.Lossy, Quality = Quality, Method = WebpEncodingMethod.Fastest,
            };
            AnimatedWebp file = new(size.Width, size.Height, TimeSpan.FromSeconds(1.0 / rate));
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                using Image<L8> next = Scaled(i == 0 ? first : await decodeAsync(i));
                file.Add(FramePicture.Encode(next, encoder));
            }
            return file.ToArray();
        }

        // GIF counts in hundredths of a second.
        void Time(ImageFrame frame) => frame.Metadata.GetGifMetadata().FrameDelay = (int)Math.Round(100.0 / rate);

        Image<L8> Scaled(GrayFrame frame)
        {
            Image<L8> image = FramePicture.Image(frame);
            if (image.Width != size.Width || image.Height != size.Height)
                image.Mutate(picture => picture.Resize(new ResizeOptions { Size = size, Mode = ResizeMode.Pad, PadColor = Color.Black }));
            return image;
        }
    }
}
