using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Per-token operations of a transformer block. The number of features is a multiple of a 512-bit vector.</summary>
internal static unsafe class TokenRows
{
    private const float Epsilon = (float)BlockShape.NormEpsilon;

    private static int Lanes => Vector512<float>.Count;

    /// <summary>Layer norm of one token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, float* weight, float* bias, float* y, int dim)
    {
        (Vector512<float> mean, Vector512<float> scale) = Moments(x, dim);
        for (int i = 0; i < dim; i += Lanes)
        {
            Vector512<float> normal = (Vector512.Load(x + i) - mean) * scale;
            Vector512.FusedMultiplyAdd(normal, Vector512.Load(weight + i), Vector512.Load(bias + i)).Store(y + i);
        }
    }

    /// <summary>
    /// Backward pass of the layer norm of one token: adds the gradient to <paramref name="sum"/>, and what the token adds to the gradients
    /// of weight and bias.
    /// </summary>
    /// <param name="x">The norm's input.</param>
    /// <param name="weight">Of the norm.</param>
    /// <param name="bias">Of the norm.</param>
    /// <param name="gradient">Gradient of the norm's output; overwritten with that output.</param>
    /// <param name="sum">Accumulates the gradient of the norm's input.</param>
    /// <param name="weightGradient">Of the norm.</param>
    /// <param name="biasGradient">Of the norm.</param>
    /// <param name="dim">Features.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalizeBackward(float* x, float* weight, float* bias, float* gradient, float* sum, float* weightGradient,
        float* biasGradient, int dim)
    {
        (Vector512<float> mean, Vector512<float> scale) = Moments(x, dim);
        Vector512<float> total = default, along = default;
        for (int i = 0; i < dim; i += Lanes)
        {
            Vector512<float> normal = (Vector512.Load(x + i) - mean) * scale, given = Vector512.Load(gradient + i);
            Vector512.FusedMultiplyAdd(given, normal, Vector512.Load(weightGradient + i)).Store(weightGradient + i);
            (Vector512.Load(biasGradient + i) + given).Store(biasGradient + i);
            given *= Vector512.Load(weight + i);
            given.Store(gradient + i);
            total += given;
            along = Vector512.FusedMultiplyAdd(given, normal, along);
        }
        total = Vector512.Create(Vector512.Sum(total) / dim);
        along = Vector512.Create(Vector512.Sum(along) / dim);
        for (int i = 0; i < dim; i += Lanes)
        {
            Vector512<float> normal = (Vector512.Load(x + i) - mean) * scale;
            Vector512<float> inner = Vector512.Load(gradient + i) - Vector512.FusedMultiplyAdd(normal, along, total);
            Vector512.FusedMultiplyAdd(inner, scale, Vector512.Load(sum + i)).Store(sum + i);
            Vector512.FusedMultiplyAdd(normal, Vector512.Load(weight + i), Vector512.Load(bias + i)).Store(gradient + i);
        }
    }

    /// <summary>The exact GELU, x Φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu(float* from, float* to, nint count)
    {
        for (nint i = 0; i < count; i += Lanes)
        {
            Vector512<float> x = Vector512.Load(from + i);
            (Vector512<float> distribution, _) = VectorMath.Normal(x);
            (x * distribution).Store(to + i);
        }
    }

    /// <summary>
    /// Recomputes the GELU of some tokens, and its backward pass: <paramref name="gradient"/>, the gradient of its output, is overwritten
    /// with that of its input.
    /// </summary>
    /// <param name="from">The input, token by token.</param>
    /// <param name="gradient">In the same layout.</param>
    /// <param name="to">Receives the output.</param>
    /// <param name="start">The first token in it.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="sum">Accumulates the gradients of all tokens.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GeluBackward(float* from, float* gradient, TokenPanels to, nint start, int count, float* sum)
    {
        for (int token = 0; token < count; token++)
        {
            float* target = to[0, start + token];
            nint panel = (nint)TileProduct.Columns * to.Tokens;
            for (int feature = 0; feature < to.Features; feature += TileProduct.Columns, from += TileProduct.Columns,
                gradient += TileProduct.Columns, target += panel)
            {
                (Vector512.Load(sum + feature) + GeluBackward(from, gradient, target)).Store(sum + feature);
                (Vector512.Load(sum + feature + Lanes) + GeluBackward(from + Lanes, gradient + Lanes, target + Lanes))
                    .Store(sum + feature + Lanes);
            }
        }
    }

    /// <summary>Tokens as they are.</summary>
    public static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));

    /// <summary>Adds rows to <paramref name="sum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* rows, float* sum, int count, int features)
    {
        for (int feature = 0; feature < features; feature += 2 * Lanes)
        {
            float* row = rows + feature;
            Vector512<float> low = Vector512.Load(sum + feature), high = Vector512.Load(sum + feature + Lanes);
            for (int i = 0; i < count; i++, row += features) (low, high) = (low + Vector512.Load(row), high + Vector512.Load(row + Lanes));
            low.Store(sum + feature);
            high.Store(sum + feature + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> GeluBackward(float* from, float* gradient, float* to)
    {
        Vector512<float> x = Vector512.Load(from);
        (Vector512<float> distribution, Vector512<float> density) = VectorMath.Normal(x);
        (x * distribution).Store(to);
        Vector512<float> inner = Vector512.Load(gradient) * Vector512.FusedMultiplyAdd(x, density, distribution);
        inner.Store(gradient);
        return inner;
    }

    /// <summary>The mean of a token's features, and the reciprocal of their deviation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Mean, Vector512<float> Scale) Moments(float* x, int dim)
    {
        Vector512<float> sum = default, squares = default;
        for (int i = 0; i < dim; i += Lanes) sum += Vector512.Load(x + i);
        Vector512<float> mean = Vector512.Create(Vector512.Sum(sum) / dim);
        for (int i = 0; i < dim; i += Lanes)
        {
            Vector512<float> difference = Vector512.Load(x + i) - mean;
            squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
        }
        return (mean, Vector512.Create(1 / MathF.Sqrt(Vector512.Sum(squares) / dim + Epsilon)));
    }
}
