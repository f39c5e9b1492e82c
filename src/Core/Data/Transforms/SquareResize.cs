using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Data.Transforms;

/// <summary>
/// Scales frames that lie on a square black canvas to the model's size: bicubic with antialiasing, values of 0 to 255 to 0 to 1,
/// overshoots kept. The canvas is never built: its black pixels add nothing to a weighted sum.
/// </summary>
internal sealed class SquareResize(int side, int size)
{
    private readonly BicubicWeights weights = new(side, size);

    // One output row before scaling along x, padded for a last vector of zero weights.
    private readonly float[] line = new float[side + BicubicWeights.Lane];

    private readonly float[] rowWeights = new float[side];

    /// <summary>Scales a frame whose top left pixel lies at (<paramref name="left"/>, <paramref name="top"/>) of the canvas.</summary>
    public void Apply(GrayFrame frame, int left, int top, Span<float> destination)
    {
        Array.Clear(line);
        for (int y = 0; y < size; y++)
        {
            Span<float> row = destination.Slice(y * size, size);
            int first = Math.Max(weights.First[y], top), end = Math.Min(weights.First[y] + weights.Count[y], top + frame.Height);
            if (first >= end)
            {
                row.Clear();
                continue;
            }
            Span<float> scaled = rowWeights.AsSpan(0, end - first);
            for (int i = 0; i < scaled.Length; i++) scaled[i] = weights.Of(y)[first - weights.First[y] + i] / 255;
            SumRows(frame, first - top, scaled, line.AsSpan(left, frame.Width));
            SumColumns(row);
        }
    }

    /// <summary>The weighted sum of some of the frame's rows, starting at row <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(GrayFrame frame, int first, ReadOnlySpan<float> rowWeights, Span<float> sum)
    {
        int width = frame.Width, x = 0;
        ref byte pixels = ref MemoryMarshal.GetArrayDataReference(frame.Pixels);
        for (; x <= width - 32; x += 32)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            nuint offset = (nuint)(first * width + x);
            foreach (float weight in rowWeights)
            {
                Vector256<float> factor = Vector256.Create(weight);
                (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(Vector256.LoadUnsafe(ref pixels, offset));
                (Vector256<uint> p, Vector256<uint> q) = Vector256.Widen(low);
                (Vector256<uint> r, Vector256<uint> s) = Vector256.Widen(high);
                a = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(p.AsInt32()), factor, a);
                b = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(q.AsInt32()), factor, b);
                c = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(r.AsInt32()), factor, c);
                d = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(s.AsInt32()), factor, d);
                offset += (nuint)width;
            }
            a.CopyTo(sum[x..]);
            b.CopyTo(sum[(x + 8)..]);
            c.CopyTo(sum[(x + 16)..]);
            d.CopyTo(sum[(x + 24)..]);
        }
        for (; x < width; x++)
        {
            float total = 0;
            for (int i = 0; i < rowWeights.Length; i++)
                total = float.FusedMultiplyAdd(frame.Pixels[(first + i) * width + x], rowWeights[i], total);
            sum[x] = total;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumColumns(Span<float> row)
    {
        ref float source = ref MemoryMarshal.GetArrayDataReference(line);
        for (int x = 0; x < row.Length; x++)
        {
            ref float factors = ref MemoryMarshal.GetReference(weights.Of(x));
            ref float pixels = ref Unsafe.Add(ref source, weights.First[x]);
            Vector256<float> sum = Vector256.LoadUnsafe(ref pixels) * Vector256.LoadUnsafe(ref factors);
            for (nuint j = BicubicWeights.Lane; j < (nuint)weights.Count[x]; j += BicubicWeights.Lane)
                sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pixels, j), Vector256.LoadUnsafe(ref factors, j), sum);
            row[x] = Vector256.Sum(sum);
        }
    }
}
