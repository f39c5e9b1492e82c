namespace Angioboard.Core.Models.Kernels;

/// <summary>A transformer block forward, in memory of (tokens, features); tokens in whole tiles but for the input's.</summary>
/// <param name="shape">Of the input.</param>
/// <param name="weights">Of the block.</param>
internal sealed unsafe class BlockForward(BlockShape shape, BlockWeights weights)
{
    private const int Qkv = 0, Proj = 0, Fc1 = 1, Fc2 = 2; // layers, before attention and after

    private readonly int dim = shape.Dim, hidden = shape.Hidden;

    /// <summary>The input, (N L, D).</summary>
    public required float* Input { get; init; }

    /// <summary>Query, key and value, (N L, 3 D).</summary>
    public required float* QueryKeyValue { get; init; }

    /// <summary>What attention keeps for the way back.</summary>
    public required float* Sums { get; init; }

    /// <summary>What attention gives, (N L, D).</summary>
    public required float* Mixed { get; init; }

    /// <summary>The input and what attention adds to it, (N L, D).</summary>
    public required float* Middle { get; init; }

    /// <summary>What the MLP's GELU is given, (N L, 4 D), for the way back; null to keep it for no longer than it is needed.</summary>
    public required float* Inner { get; init; }

    /// <summary>The output, (N L, D).</summary>
    public required float* Output { get; init; }

    /// <summary>Fills all but the input.</summary>
    public void Run()
    {
        using WeightPanels attention = new(backward: false, weights.Qkv), rest = new(backward: false, weights.Proj, weights.Fc1, weights.Fc2);
        FrameAttention heads = new(shape.Frames, shape.Tokens, dim, shape.Heads);
        Workers.Run(attention.LayOut());
        Workers.Run(Workers.Pieces(shape.Pieces, () => new Floats(BlockShape.PieceRows * dim), (piece, memory) => BeforeAttention(attention, piece, memory)));
        Workers.Run(heads.Forward(QueryKeyValue, Mixed, Sums), rest.LayOut());
        Workers.Run(Workers.Pieces(
            shape.Pieces, () => new Floats(BlockShape.PieceRows * dim, BlockShape.PieceRows * hidden, BlockShape.PieceRows * hidden), (piece, memory) => AfterAttention(rest, piece, memory)));
    }

    /// <summary>Tokens to query, key and value.</summary>
    private void BeforeAttention(WeightPanels panels, int piece, Floats memory)
    {
        (nint start, int count) = shape[piece];
        Normalize(Input + start * dim, weights.Norm1, memory[0], count);
        panels.Multiply(Qkv, memory[0], QueryKeyValue + start * 3 * dim, Rows(count));
    }

    /// <summary>What attention gives through the projection and the MLP.</summary>
    private void AfterAttention(WeightPanels panels, int piece, Floats memory)
    {
        (nint start, int count) = shape[piece];
        int rows = Rows(count);
        float* middle = Middle + start * dim, output = Output + start * dim, inner = Inner is null ? memory[2] : Inner + start * hidden;
        Copy(Input + start * dim, middle, count);
        panels.Multiply(Proj, Mixed + start * dim, middle, rows, add: true);
        Normalize(middle, weights.Norm2, memory[0], count);
        panels.Multiply(Fc1, memory[0], inner, rows);
        TokenRows.Gelu(inner, memory[1], (nint)count * hidden);
        Copy(middle, output, count);
        panels.Multiply(Fc2, memory[1], output, rows, add: true);
    }

    private void Normalize(float* from, NormWeights norm, float* to, int count)
    {
        for (int token = 0; token < count; token++) TokenRows.Normalize(from + token * dim, norm.Weight, norm.Bias, to + token * dim, dim);
    }

    private void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count * dim).CopyTo(new Span<float>(to, count * dim));

    private static int Rows(int count) => TileProduct.RoundUp(count, TileProduct.Rows);
}
