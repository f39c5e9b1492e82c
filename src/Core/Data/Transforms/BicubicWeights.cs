namespace Angioboard.Core.Data.Transforms;

/// <summary>
/// Input pixels and weights of each output pixel along one axis: Keys' cubic (a = −0.5), stretched by the scale when it shrinks, as in PIL
/// and in PyTorch's <c>interpolate(mode="bicubic", antialias=True)</c>, whose float32 arithmetic it repeats.
/// </summary>
internal sealed class BicubicWeights
{
    /// <summary>Rows of weights are padded with zeros to multiples of this.</summary>
    public const int Lane = 8;

    private const float A = -0.5f;

    private readonly float[] weights;

    public BicubicWeights(int input, int output)
    {
        float scale = (float)input / output;
        float support = scale >= 1 ? 2 * scale : 2, inverse = scale >= 1 ? 1 / scale : 1;
        First = new int[output];
        Count = new int[output];
        Stride = ((int)Math.Ceiling(support) * 2 + 1 + Lane - 1) / Lane * Lane;
        weights = new float[output * Stride];
        for (int i = 0; i < output; i++)
        {
            float center = (float)(scale * (i + 0.5));
            First[i] = Math.Max((int)(center - support + 0.5), 0);
            Count[i] = Math.Min((int)(center + support + 0.5), input) - First[i];
            Span<float> row = weights.AsSpan(i * Stride, Count[i]);
            float total = 0;
            for (int j = 0; j < row.Length; j++) total += row[j] = Cubic((float)((j + First[i] - center + 0.5) * inverse));
            for (int j = 0; j < row.Length; j++) row[j] /= total;
        }
    }

    /// <summary>The first input pixel of each output pixel.</summary>
    public int[] First { get; }

    /// <summary>Number of input pixels of each output pixel.</summary>
    public int[] Count { get; }

    /// <summary>Length of a row of weights, padding included.</summary>
    public int Stride { get; }

    /// <summary>The weights of output pixel <paramref name="i"/>, <see cref="Stride"/> of them.</summary>
    public ReadOnlySpan<float> Of(int i) => weights.AsSpan(i * Stride, Stride);

    private static float Cubic(float x)
    {
        x = Math.Abs(x);
        if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
}
