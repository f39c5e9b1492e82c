namespace Angioboard.Core.Models.Kernels;

/// <summary>Forward pass of a transformer block.</summary>
/// <param name="shape">Of the input.</param>
/// <param name="weights">Of the block.</param>
/// <param name="values">The input, and memory for the activations.</param>
/// <param name="result">Receives the output, (N L, D), tokens in whole tiles.</param>
internal sealed unsafe class BlockForward(BlockShape shape, BlockWeights weights, BlockActivations values, float* result)
{
    private const int Qkv = 0, Proj = 0, Fc1 = 1, Fc2 = 2; // layer indices into the panels before and after attention

    private readonly int dim = shape.Dim, hidden = shape.Hidden;
    private readonly float* result = result;

    /// <summary>Computes everything except the input.</summary>
    public void Run()
    {
        using WeightPanels attention = new(backward: false, weights.Qkv),
            rest = new(backward: false, weights.Proj, weights.Fc1, weights.Fc2);
        FrameAttention heads = new(shape);
        ParallelStage layOut = attention.LayOut(), layOutRest = rest.LayOut();
        ParallelStage before = ParallelStage.Of(shape.Pieces, () => new Floats(BlockShape.PieceRows * dim), (piece, memory) =>
        {
            layOut.Wait();
            BeforeAttention(attention, piece, memory);
        });
        ParallelStage mix = heads.Forward(before, values.QueryKeyValue, values.Mixed, values.Sums);
        ParallelStage after = ParallelStage.Of(shape.Pieces,
            () => new Floats(BlockShape.PieceRows * dim, BlockShape.PieceRows * hidden, BlockShape.PieceRows * hidden), (piece, memory) =>
        {
            layOutRest.Wait();
            heads.Wait(mix, piece);
            AfterAttention(rest, piece, memory);
        });
        ParallelStage.Run(layOut, before, layOutRest, mix, after);
    }

    /// <summary>Tokens to query, key and value.</summary>
    private void BeforeAttention(WeightPanels panels, int piece, Floats memory)
    {
        (nint start, int count) = shape[piece];
        Normalize(values.Input + start * dim, weights.Norm1, memory[0], count);
        panels.Multiply(Qkv, memory[0], values.QueryKeyValue + start * 3 * dim, Rows(count));
    }

    /// <summary>Attention output through the projection and the MLP.</summary>
    private void AfterAttention(WeightPanels panels, int piece, Floats memory)
    {
        (nint start, int count) = shape[piece];
        int rows = Rows(count);
        float* middle = values.Middle + start * dim, output = result + start * dim, inner = values.Inner is null
            ? memory[2]
            : values.Inner + start * hidden;
        TokenRows.Copy(values.Input + start * dim, middle, count * dim);
        panels.Multiply(Proj, values.Mixed + start * dim, middle, rows, add: true);
        Normalize(middle, weights.Norm2, memory[0], count);
        panels.Multiply(Fc1, memory[0], inner, rows);
        TokenRows.Gelu(inner, memory[1], (nint)count * hidden);
        TokenRows.Copy(middle, output, count * dim);
        panels.Multiply(Fc2, memory[1], output, rows, add: true);
    }

    private void Normalize(float* from, NormWeights norm, float* to, int count)
    {
        for (int token = 0; token < count; token++) TokenRows.Normalize(from + token * dim, norm.Weight, norm.Bias, to + token * dim, dim);
    }

    private static int Rows(int count) => TileProduct.RoundUp(count, TileProduct.Rows);
}
