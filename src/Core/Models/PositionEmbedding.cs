using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>Position embeddings for another number of patches.</summary>
public static class PositionEmbedding
{
    /// <summary>
    /// Resamples as timm does: the class token's stays, the patches' grid is scaled bicubically with antialias. (1, 1 + g², D) → (1, 1 + side², D), float32.
    /// </summary>
    /// <exception cref="InputException">The patches do not form a square.</exception>
    public static Tensor Resample(Tensor embedding, int side, string path)
    {
        long patches = embedding.shape[1] - 1, grid = (long)Math.Sqrt(patches), dim = embedding.shape[2];
        if (grid * grid != patches) throw new InputException($"{path}: pos_embed holds {patches} patches, which form no square; give weights of a square image");
        Tensor image = embedding.narrow(1, 1, patches).reshape(1, grid, grid, dim).permute(0, 3, 1, 2); // (1, D, g, g)
        Tensor scaled = functional.interpolate(image, [side, side], mode: InterpolationMode.Bicubic, align_corners: false, antialias: true);
        return cat([embedding.narrow(1, 0, 1), scaled.permute(0, 2, 3, 1).reshape(1, (long)side * side, dim)], 1);
    }
}
