using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>The number of frames per backbone call in inference.</summary>
internal static class FrameChunk
{
    // Bytes of the widest layer's activations for a chunk: more does not fit the CPU's cache, less leaves threads idle. The same on
    // every machine, so that predictions have the same bits.
    private const long WidestOnProcessor = 20 << 20;

    private const int MostOnProcessor = 256;

    // Tokens that keep any current GPU busy.
    private const long TokensOnGpu = 1 << 17;

    // Activations alive at the same time, in multiples of the tokens' size: block input and output, MLP, queries, keys and values.
    private const int AliveOnGpu = 12;

    private const int LeastOnGpu = 8;

    /// <summary>Frames for a model of this shape and precision on this device.</summary>
    public static int Frames(BackboneSpec backbone, Precision precision, Device device) =>
        device.type == DeviceType.CUDA
            ? OnGpu(backbone, CudaDevice.FreeBytes(Math.Max(0, device.index)))
            : OnProcessor(backbone, precision);

    // As many as fit the CPU's cache.
    private static int OnProcessor(BackboneSpec backbone, Precision precision) =>
        (int)Math.Clamp(WidestOnProcessor / (4 * TokenBytes(backbone) / (precision == Precision.Bf16 ? 2 : 1)), 1, MostOnProcessor);

    /// <summary>
    /// As many as keep a GPU busy, a power of two; fewer if they need over a quarter of its free memory. Null means that the free memory is
    /// unknown.
    /// </summary>
    internal static int OnGpu(BackboneSpec backbone, long? free)
    {
        long most = TokensOnGpu / (backbone.Patches + 1);
        if (free is { } bytes)
        {
            long pixels = 2L * 3 * sizeof(float) * backbone.ImageSize * backbone.ImageSize;
            most = Math.Min(most, bytes / 4 / (AliveOnGpu * TokenBytes(backbone) + pixels));
        }
        return 1 << (int)Math.Log2(Math.Max(LeastOnGpu, most));
    }

    private static long TokenBytes(BackboneSpec backbone) => (long)(backbone.Patches + 1) * backbone.Dim * sizeof(float);
}
