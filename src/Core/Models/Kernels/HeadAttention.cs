using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Attention of one head over one frame's tokens, softmax(q kᵀ / √d) v, and its gradients, in memory that a thread uses for head after
/// head. Scores are computed twelve queries at a time and never leave the cache; the backward pass recomputes them instead of storing them.
/// </summary>
internal sealed unsafe class HeadAttention : IDisposable
{
    private const int Ahead = 8;

    private readonly int tokens, size;         // of the frame; of a head
    private readonly int rows, columns, width; // tokens in whole tiles, as rows and as columns; a head's size in whole tiles
    private readonly float scale;
    private readonly Floats memory;
    private readonly float* query, key, value, gradient; // (rows, width) each
    private readonly float* keyColumns, valueColumns;    // (size, columns) each
    private readonly float* weights, slopes;             // (rows, columns) each
    private readonly float* mixed;                       // (rows of a tile, width)

    /// <summary>Allocates memory for frames of this many tokens and heads of this many features.</summary>
    public HeadAttention(int tokens, int size)
    {
        (this.tokens, this.size) = (tokens, size);
        (rows, columns, width) =
            (TileProduct.RoundUp(tokens, TileProduct.Rows), TileProduct.RoundUp(tokens, TileProduct.Columns),
                TileProduct.RoundUp(size, TileProduct.Columns));
        scale = 1 / MathF.Sqrt(size);
        // Padded rows may exceed padded columns: the last row is read slightly beyond its end.
        long matrix = (long)rows * width, transposed = (long)size * columns, scores = (long)rows * columns + TileProduct.Columns;
        memory = new Floats(matrix, matrix, matrix, matrix, transposed, transposed, scores, scores, TileProduct.Rows * width);
        memory.Clear();
        query = memory[0];
        key = memory[1];
        value = memory[2];
        gradient = memory[3];
        keyColumns = memory[4];
        valueColumns = memory[5];
        weights = memory[6];
        slopes = memory[7];
        mixed = memory[8];
    }

    /// <summary>Attention output of each token.</summary>
    /// <param name="q">The first token's query; keys and values follow it by <paramref name="dim"/> each, the next token by 3 ×
    /// dim.</param>
    /// <param name="output">The first token's place, the next token's by dim.</param>
    /// <param name="sums">For each token, the logarithm of its softmax denominator.</param>
    /// <param name="dim">Features of all heads.</param>
    public void Forward(float* q, float* output, float* sums, int dim)
    {
        int next = 3 * dim;
        Copy(q, next, query, scale);
        Transpose(q + dim, next, keyColumns);
        Copy(q + 2 * dim, next, value, 1);
        float* inverse = stackalloc float[TileProduct.Rows];
        for (int row = 0; row < tokens; row += TileProduct.Rows)
        {
            TileProduct.Multiply(query + row * width, width, 1, keyColumns, columns, weights, columns, TileProduct.Rows, size, columns);
            int count = Math.Min(TileProduct.Rows, tokens - row);
            for (int i = 0; i < count; i++)
            {
                (float largest, float sum) = Weigh(weights + i * columns);
                sums[row + i] = largest + MathF.Log(sum);
                inverse[i] = 1 / sum;
            }
            TileProduct.Multiply(weights, columns, 1, value, width, mixed, width, TileProduct.Rows, tokens, width);
            for (int i = 0; i < count; i++) Scale(mixed + i * width, output + (row + i) * dim, inverse[i]);
        }
    }

    /// <summary>The gradients of query, key and value from that of the output, in the layout of query, key and value.</summary>
    public void Backward(float* q, float* outputGradient, float* sums, float* gradients, int dim)
    {
        int next = 3 * dim;
        Copy(q, next, query, scale);
        Copy(q + dim, next, key, 1);
        Transpose(q + dim, next, keyColumns);
        Transpose(q + 2 * dim, next, valueColumns);
        Copy(outputGradient, dim, gradient, 1);
        for (int row = 0; row < tokens; row += TileProduct.Rows)
        {
            float* w = weights + row * columns, s = slopes + row * columns;
            TileProduct.Multiply(query + row * width, width, 1, keyColumns, columns, w, columns, TileProduct.Rows, size, columns);
            TileProduct.Multiply(gradient + row * width, width, 1, valueColumns, columns, s, columns, TileProduct.Rows, size, columns);
            int count = Math.Min(TileProduct.Rows, tokens - row);
            for (int i = 0; i < count; i++) Slopes(w + i * columns, s + i * columns, sums[row + i]);
            TileProduct.Multiply(s, columns, 1, key, width, mixed, width, TileProduct.Rows, tokens, width);
            for (int i = 0; i < count; i++) Scale(mixed + i * width, gradients + (row + i) * next, scale);
        }
        ForEachToken(slopes, query, gradients + dim, next);
        ForEachToken(weights, gradient, gradients + 2 * dim, next);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <summary>Sums over queries, by the weight or slope that each has for a token: (tokens, size) into a place of every token.</summary>
    private void ForEachToken(float* scores, float* values, float* to, int next)
    {
        for (int row = 0; row < tokens; row += TileProduct.Rows)
        {
            TileProduct.Multiply(scores + row, 1, columns, values, width, mixed, width, TileProduct.Rows, tokens, width);
            int count = Math.Min(TileProduct.Rows, tokens - row);
            for (int i = 0; i < count; i++) Scale(mixed + i * width, to + (row + i) * next, 1);
        }
    }

    /// <summary>Converts scores to unnormalised weights; returns the largest score, whose weight is 1, and the sum to divide by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Largest, float Sum) Weigh(float* scores)
    {
        Vector512<float> tail = Tail(), largest = Vector512.Create(float.NegativeInfinity), sum = default;
        int i = 0;
        for (; i <= tokens - Vector512<float>.Count; i += Vector512<float>.Count) largest =
            Vector512.MaxNative(largest, Vector512.Load(scores + i));
        if (i < tokens) largest = Vector512.MaxNative(largest, Vector512.ConditionalSelect(tail, Vector512.Load(scores + i), largest));
        float max = Largest(largest);
        Vector512<float> shift = Vector512.Create(max);
        for (i = 0; i <= tokens - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> weight = VectorMath.Exp(Vector512.Load(scores + i) - shift);
            weight.Store(scores + i);
            sum += weight;
        }
        if (i < tokens)
        {
            Vector512<float> weight = VectorMath.Exp(Vector512.Load(scores + i) - shift) & tail;
            weight.Store(scores + i);
            sum += weight;
        }
        return (max, Vector512.Sum(sum));
    }

    /// <summary>Of a query: scores to weights, and the gradients of the weights to those of the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Slopes(float* scores, float* slopes, float sum)
    {
        Vector512<float> shift = Vector512.Create(sum), tail = Tail(), common = default;
        for (int i = 0; i < tokens; i += Vector512<float>.Count)
        {
            Vector512<float> weight = VectorMath.Exp(Vector512.Load(scores + i) - shift);
            if (i > tokens - Vector512<float>.Count) weight &= tail;
            weight.Store(scores + i);
            common = Vector512.FusedMultiplyAdd(weight, Vector512.Load(slopes + i), common);
        }
        Vector512<float> mean = Vector512.Create(Vector512.Sum(common));
        for (int i = 0; i < tokens; i += Vector512<float>.Count) (Vector512.Load(scores + i) * (Vector512.Load(slopes + i) - mean))
            .Store(slopes + i);
    }

    /// <summary>Mask of the lanes that the last tokens fill in a partial vector.</summary>
    private Vector512<float> Tail() =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(tokens % Vector512<float>.Count)).AsSingle();

    private static float Largest(Vector512<float> vector)
    {
        Vector256<float> half = Vector256.Max(vector.GetLower(), vector.GetUpper());
        Vector128<float> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(quarter[0], quarter[1]);
    }

    /// <summary>Packs every token's features, token by token, times a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(float* from, int next, float* to, float factor)
    {
        for (int token = 0; token < tokens; token++)
        {
            Fetch(from + (token + Ahead) * next);
            Scale(from + token * next, to + token * width, factor);
        }
    }

    /// <summary>Prefetches a token's features: the stride is too large for the hardware prefetcher.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(float* token)
    {
        for (int i = 0; i < size; i += Floats.Line) Sse.Prefetch0(token + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Scale(float* from, float* to, float factor)
    {
        int i = 0;
        for (; i <= size - Vector512<float>.Count; i += Vector512<float>.Count) (Vector512.Load(from + i) * factor).Store(to + i);
        for (; i < size; i++) to[i] = from[i] * factor;
    }

    /// <summary>Packs the tokens' features transposed, feature by feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose(float* from, int next, float* to)
    {
        int token = 0, whole = size / 4 * 4;
        for (; token <= tokens - 4; token += 4)
        {
            float* source = from + token * next, target = to + token;
            for (int t = Ahead; t < Ahead + 4; t++) Fetch(source + t * next);
            for (int i = 0; i < whole; i += 4) Transpose4(source + i, next, target + i * columns, columns);
            for (int i = whole; i < size; i++)
            {
                for (int t = 0; t < 4; t++) target[i * columns + t] = source[t * next + i];
            }
        }
        for (; token < tokens; token++)
        {
            for (int i = 0; i < size; i++) to[i * columns + token] = from[token * next + i];
        }
    }

    /// <summary>Transposes a 4 × 4 block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose4(float* from, nint fromNext, float* to, nint toNext)
    {
        Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + fromNext), c = Vector128.Load(from + 2 * fromNext),
            d = Vector128.Load(from + 3 * fromNext);
        Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(ab, cd).Store(to);
        Sse.MoveHighToLow(cd, ab).Store(to + toNext);
        Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + 2 * toNext);
        Sse.MoveHighToLow(cdHigh, abHigh).Store(to + 3 * toNext);
    }
}
