using Angioboard.Core.Models;

namespace Angioboard.Benchmarks.Rate;

/// <summary>
/// Floating-point operations of the matrix products in our training step for one frame; a multiplication and an addition count separately.
/// Frames have one channel, padding is not embedded, and the last block computes query, projection and MLP only for the class token.
/// Attention's scores are computed again in the backward pass, by libtorch and by our kernels. Not counted: everything that is not a matrix
/// product (norms, softmax, GELU, biases, AdamW), the GRU and the classifier (together less than a thousandth), and the padding of a
/// kernel's tiles.
/// </summary>
internal static class StepWork
{
    private const int Channels = 1;

    /// <summary>Forward of one frame.</summary>
    public static double Forward(BackboneSpec spec) => PatchEmbedding(spec) + Blocks(spec);

    /// <summary>
    /// Backward: each product once for its input's gradient and once for its weight's, and the scores again; the frame itself needs no
    /// gradient.
    /// </summary>
    public static double Backward(BackboneSpec spec) =>
        PatchEmbedding(spec) + 2 * Blocks(spec) + (spec.Depth - 1) * Product(spec.Patches + 1, spec.Dim, spec.Patches + 1);

    /// <summary>Forward and backward of one frame.</summary>
    public static double Step(BackboneSpec spec) => Forward(spec) + Backward(spec);

    private static double PatchEmbedding(BackboneSpec spec) => Product(spec.Patches, Channels * spec.Patch * spec.Patch, spec.Dim);

    private static double Blocks(BackboneSpec spec)
    {
        int tokens = spec.Patches + 1;
        return (spec.Depth - 1) * Block(spec, queries: tokens) + Block(spec, queries: 1);
    }

    /// <summary>A block that computes keys and values of all tokens, and the rest for some.</summary>
    private static double Block(BackboneSpec spec, int queries)
    {
        int tokens = spec.Patches + 1, dim = spec.Dim;
        double keysAndValues = Product(tokens, dim, 2 * dim), query = Product(queries, dim, dim), projection = query;
        double scores = Product(queries, dim, tokens), mixing = Product(queries, tokens, dim); // all heads together
        double mlp = Product(queries, dim, 4 * dim) + Product(queries, 4 * dim, dim);
        return keysAndValues + query + scores + mixing + projection + mlp;
    }

    /// <summary>(m, k) times (k, n).</summary>
    private static double Product(double m, double k, double n) => 2 * m * k * n;
}
