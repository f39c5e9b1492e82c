namespace Angioboard.Benchmarks.Rate;

/// <summary>A matrix product (m, k) × (k, n).</summary>
internal sealed record MatrixShape(long M, long K, long N)
{
    private const long Tokens = 24 * 197;

    /// <summary>ViT-small's largest products for 24 frames, and a square one.</summary>
    public static IReadOnlyList<MatrixShape> All { get; } =
        [new(Tokens, 384, 1536), new(Tokens, 1536, 384), new(Tokens, 384, 1152), new(2048, 2048, 2048)];

    /// <summary>Floating-point operations.</summary>
    public double Operations => 2.0 * M * K * N;

    /// <inheritdoc/>
    public override string ToString() => $"{M}×{K}→{N}";
}
