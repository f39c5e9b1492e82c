using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Angioboard.Core.Data.Augmentation;

/// <summary>
/// The individual augmentations, in place, with the semantics of torchvision's functions on tensors. They work on plain memory: calls
/// into torch from loading threads would each start a thread pool that competes with training.
/// </summary>
internal static class Augmentations
{
    // The gray of torchvision's contrast; the weights sum to 0.9999, also for one channel that stands for three.
    private const double Red = 0.2989, Green = 0.587, Blue = 0.114;

    /// <summary>Mirrors left and right.</summary>
    public static void FlipHorizontally(ImageSpan image)
    {
        for (int y = 0; y < image.Channels * image.Height; y++) image.Values.Slice(y * image.Width, image.Width).Reverse();
    }

    /// <summary>Mirrors top and bottom.</summary>
    public static void FlipVertically(ImageSpan image)
    {
        // A channel read backwards has both its rows and its columns reversed.
        for (int c = 0; c < image.Channels; c++) image.Channel(c).Reverse();
        FlipHorizontally(image);
    }

    /// <summary>Enlarges about the centre, nearest neighbour, black outside: <c>affine(angle=0, scale=…)</c>.</summary>
    public static void Scale(ImageSpan image, double scale) => Sample(image, 1 / scale, 0, 0, 1 / scale);

    /// <summary>Rotates about the centre, counter-clockwise, nearest neighbour, black outside: <c>rotate(angle)</c>.</summary>
    public static void Rotate(ImageSpan image, double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        Sample(image, cosine, -sine, sine, cosine);
    }

    /// <summary>Multiplies by a factor, then clamps to 0 … 1: <c>adjust_brightness</c>.</summary>
    public static void Brightness(ImageSpan image, double factor) => Blend(image.Values, (float)factor, 0);

    /// <summary>Multiplies differences from the mean gray by a factor, then clamps to 0 … 1: <c>adjust_contrast</c>.</summary>
    public static void Contrast(ImageSpan image, double factor)
    {
        double mean = image.Channels == 3
            ? Red * Mean(image.Channel(0)) + Green * Mean(image.Channel(1)) + Blue * Mean(image.Channel(2))
            : (Red + Green + Blue) * Mean(image.Values);
        Blend(image.Values, (float)factor, (float)((1 - factor) * mean));
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<double> low = default, high = default;
        foreach (Vector<float> vector in vectors)
        {
            Vector.Widen(vector, out Vector<double> first, out Vector<double> second);
            low += first;
            high += second;
        }
        double sum = Vector.Sum(low + high);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..]) sum += value;
        return sum / values.Length;
    }

    private static void Blend(Span<float> values, float factor, float offset)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.Min(Vector.Max(vectors[i] * factor + new Vector<float>(offset), Vector<float>.Zero), Vector<float>.One);
        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..]) value = Math.Clamp(value * factor + offset, 0, 1);
    }

    /// <summary>
    /// Samples each pixel at the position given by the matrix (xx xy; yx yy) relative to the centre: torchvision's affine grid and
    /// grid_sample, with their float32 steps, so that the same neighbour is nearest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sample(ImageSpan image, double xx, double xy, double yx, double yy)
    {
        (int height, int width, int area) = (image.Height, image.Width, image.Height * image.Width);
        float halfWidth = 0.5f * width, halfHeight = 0.5f * height;
        (float gridXx, float gridXy) = ((float)xx / halfWidth, (float)xy / halfWidth);
        (float gridYx, float gridYy) = ((float)yx / halfHeight, (float)yy / halfHeight);
        float[] source = ArrayPool<float>.Shared.Rent(image.Values.Length);
        image.Values.CopyTo(source);
        for (int y = 0; y < height; y++)
        {
            float fromCenterY = y - halfHeight + 0.5f;
            for (int x = 0; x < width; x++)
            {
                float fromCenterX = x - halfWidth + 0.5f;
                float column = MathF.Round((fromCenterX * gridXx + fromCenterY * gridXy + 1) * halfWidth - 0.5f);
                float row = MathF.Round((fromCenterX * gridYx + fromCenterY * gridYy + 1) * halfHeight - 0.5f);
                bool inside = column >= 0 && column < width && row >= 0 && row < height;
                int from = inside ? (int)row * width + (int)column : 0;
                for (int c = 0; c < image.Channels; c++) image.Values[c * area + y * width + x] = inside ? source[c * area + from] : 0;
            }
        }
        ArrayPool<float>.Shared.Return(source);
    }
}
