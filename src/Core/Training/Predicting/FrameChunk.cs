using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>How many frames the backbone takes at once where nothing is learnt.</summary>
internal static class FrameChunk
{
    // What the widest layer makes of a chunk, in bytes: more of it leaves the processor's cache, less leaves its threads idle. The same on
    // every machine, so that a model's predictions have the same bits.
    private const long WidestOnProcessor = 20 << 20;

    private const int MostOnProcessor = 256;

    // Tokens that keep any card of today busy.
    private const long TokensOnGpu = 1 << 17;

    // Activations that are alive together, in multiples of the tokens' own size: theirs before and after, the MLP's, queries, keys and values.
    private const int AliveOnGpu = 12;

    private const int LeastOnGpu = 8;

    /// <summary>Frames for a model of this shape and precision on this device.</summary>
    public static int Frames(BackboneSpec backbone, Precision precision, Device device) =>
        device.type == DeviceType.CUDA ? OnGpu(backbone, CudaDevice.FreeBytes(Math.Max(0, device.index))) : OnProcessor(backbone, precision);

    // As many as stay in a processor's cache.
    private static int OnProcessor(BackboneSpec backbone, Precision precision) =>
        (int)Math.Clamp(WidestOnProcessor / (4 * TokenBytes(backbone) / (precision == Precision.Bf16 ? 2 : 1)), 1, MostOnProcessor);

    /// <summary>
    /// As many as fill a card, a power of two; fewer where a quarter of its free memory does not hold these. Null is for memory that the driver does not tell of.
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
