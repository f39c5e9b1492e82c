using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>Position embeddings for another number of patches.</summary>
public static class PositionEmbedding
{
    // Maximum patches along a side: with 16 pixels, an image of 16384. A file may declare more than its bytes hold.
    private const long MostAlong = 1024;

    /// <summary>
    /// Why an embedding cannot be resampled, for messages; null if it can: (1, 1 + g², D), with the class token first.
    /// </summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="dim">The model's width, D.</param>
    public static string? Problem(long[] shape, long dim)
    {
        if (shape is not [1, var tokens, var width] || width != dim)
            return $"pos_embed has the shape ({string.Join(", ", shape)}), the model's is (1, tokens, {dim}); give weights of the same "
                + $"backbone";
        if (tokens > 1 + MostAlong * MostAlong)
            return $"pos_embed holds {tokens} tokens, more than any image has patches; give weights of the same backbone";
        if (tokens > 1 && IsSquare(tokens - 1)) return null;
        return tokens > 0 && IsSquare(tokens)
            ? $"pos_embed holds {tokens} tokens, none for the class token (as with timm's no_embed_class, deit3); give weights whose class "
                + $"token has a position"
            : $"pos_embed holds {tokens} tokens, which are not one for the class token and a square of patches; give weights of a square "
                + $"image, without distillation or register tokens";
    }

    /// <summary>
    /// Resamples as timm does: the class token is kept, the patch grid is scaled bicubically with antialiasing. (1, 1 + g², D) → (1, 1 +
    /// side², D), float32.
    /// </summary>
    /// <exception cref="InputException">The tokens are not a class token and a square of patches.</exception>
    public static Tensor Resample(Tensor embedding, int side, string path)
    {
        if (Problem(embedding.shape, embedding.shape[^1]) is { } problem) throw new InputException($"{path}: {problem}");
        long patches = embedding.shape[1] - 1, grid = (long)Math.Sqrt(patches), dim = embedding.shape[2];
        Tensor image = embedding.narrow(1, 1, patches).reshape(1, grid, grid, dim).permute(0, 3, 1, 2); // (1, D, g, g)
        Tensor scaled = functional.interpolate(image, [side, side], mode: InterpolationMode.Bicubic, align_corners: false, antialias: true);
        return cat([embedding.narrow(1, 0, 1), scaled.permute(0, 2, 3, 1).reshape(1, (long)side * side, dim)], 1);
    }

    private static bool IsSquare(long number) => (long)Math.Sqrt(number) is var root && root * root == number;
}
