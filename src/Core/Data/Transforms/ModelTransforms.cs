using System.Runtime.InteropServices;
using Angioboard.Core.Data.Frames;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Data.Transforms;

/// <summary>
/// Converts an exam's frames to the model's input: values from 0 to 1, frames padded at the right and the bottom with black to the
/// largest of the exam, centred on a square black canvas (an odd pixel goes to the right or the bottom), scaled by antialiased
/// bicubic interpolation. Overshoots of the cubic are kept, as in the original.
/// </summary>
public static class ModelTransforms
{
    /// <summary>The frames as one float32 tensor (T, 1, S, S).</summary>
    /// <param name="frames">An exam's T frames, one or more.</param>
    /// <param name="imageSize">The side S in pixels.</param>
    public static Tensor Transform(IReadOnlyList<GrayFrame> frames, int imageSize)
    {
        Tensor tensor = empty(frames.Count, 1, imageSize, imageSize, dtype: ScalarType.Float32);
        Transform(frames, imageSize, MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    /// <summary>Writes the frames to memory of T × S × S values, without any call into torch.</summary>
    internal static void Transform(IReadOnlyList<GrayFrame> frames, int imageSize, Span<float> destination)
    {
        int height = frames.Max(frame => frame.Height), width = frames.Max(frame => frame.Width), side = Math.Max(height, width);
        int area = imageSize * imageSize;
        SquareResize resize = new(side, imageSize);
        for (int t = 0; t < frames.Count; t++)
            resize.Apply(frames[t], (side - width) / 2, (side - height) / 2, destination.Slice(t * area, area));
    }
}
