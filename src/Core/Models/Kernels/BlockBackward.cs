using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Backward pass of a transformer block. Norms and GELU are recomputed, not stored. Sums over tokens are taken per piece, then
/// over pieces in order, so that results do not depend on the number of threads.
/// </summary>
/// <param name="shape">Of the block's input.</param>
/// <param name="weights">Of the block.</param>
/// <param name="values">The block's input and forward activations.</param>
/// <param name="outputGradient">The gradient of its output, (N L, D).</param>
internal sealed unsafe class BlockBackward(BlockShape shape, BlockWeights weights, BlockActivations values, float* outputGradient)
{
    private const int Fc2 = 0, Fc1 = 1, Proj = 2, Qkv = 0; // layer indices into the MLP's and attention's panels

    private readonly int dim = shape.Dim, hidden = shape.Hidden, rows = shape.Rows;
    private readonly float* outputGradient = outputGradient;
    private readonly SmallGradients sums = new(shape);

    /// <summary>The gradients of the input, (N L, D), and of the parameters in order.</summary>
    public (Tensor Input, Tensor[] Parameters) Run()
    {
        using WeightPanels mlp = new(backward: true, weights.Fc2, weights.Fc1, weights.Proj), attention = new(backward: true, weights.Qkv);
        using Floats middle = Matrix(dim), mixed = Matrix(dim), wide = Matrix(3 * dim), inner = Matrix(hidden);
        using TokenPanels normal1 = new(rows, dim), normal2 = new(rows, dim), activated = new(rows, hidden), attended = new(rows, dim);
        Tensor input = empty([shape.PaddedRows, dim]);
        WeightGradient fc1 = new(inner[0], hidden, normal2), fc2 = new(outputGradient, dim, activated),
            proj = new(middle[0], dim, attended), qkv = new(wide[0], 3 * dim, normal1);
        FrameAttention heads = new(shape);
        ParallelStage layOut = mlp.LayOut(), layOutAttention = attention.LayOut();
        ParallelStage before = Pieces((piece, memory) =>
        {
            layOut.Wait();
            BeforeMlp(mlp, piece, memory, middle[0], mixed[0], inner[0], activated, normal2, attended);
        });
        ParallelStage mix = heads.Backward(before, values.QueryKeyValue, mixed[0], values.Sums, wide[0]);
        ParallelStage last = Pieces((piece, memory) =>
        {
            layOutAttention.Wait();
            heads.Wait(mix, piece);
            BeforeAttention(attention, piece, memory, middle[0], wide[0], normal1, (float*)input.Address());
        });
        // The smallest pieces come last, so that threads finish together.
        ParallelStage.Run(layOut, before, layOutAttention, mix, last, WeightGradient.Compute(before, fc1),
            WeightGradient.Compute(last, qkv), WeightGradient.Compute(before, fc2, proj));
        return (input.narrow(0, 0, rows), sums.With(qkv.Result, proj.Result, fc1.Result, fc2.Result));
    }

    /// <summary>A piece's gradients before the MLP and before the projection, and the operands of the weight gradients.</summary>
    private void BeforeMlp(
        WeightPanels panels, int piece, Floats memory, float* middle, float* mixed, float* inner, TokenPanels activated, TokenPanels normal,
        TokenPanels attended)
    {
        (nint start, int count) = shape[piece];
        int padded = TileProduct.RoundUp(count, TileProduct.Rows);
        float* gradient = middle + start * dim, wide = inner + start * hidden;
        SmallGradients.Piece sum = sums[piece];
        TokenRows.Copy(outputGradient + start * dim, gradient, count * dim);
        TokenRows.Add(gradient, sum.Fc2Bias, count, dim);
        panels.Multiply(Fc2, gradient, wide, padded);
        TokenRows.GeluBackward(values.Inner + start * hidden, wide, activated, start, count, sum.Fc1Bias);
        panels.Multiply(Fc1, wide, memory[0], padded);
        NormalizeBackward(values.Middle + start * dim, weights.Norm2, memory[0], gradient, sum.Norm2Weight, sum.Norm2Bias, count);
        normal.Set(start, memory[0], count);
        TokenRows.Add(gradient, sum.ProjBias, count, dim);
        panels.Multiply(Proj, gradient, mixed + start * dim, padded);
        attended.Set(start, values.Mixed + start * dim, count);
    }

    /// <summary>A piece's gradients before attention, and the operands of its weight gradient.</summary>
    private void BeforeAttention(WeightPanels panels, int piece, Floats memory, float* middle, float* wide, TokenPanels normal,
        float* input)
    {
        (nint start, int count) = shape[piece];
        float* gradient = wide + start * 3 * dim, result = input + start * dim;
        SmallGradients.Piece sum = sums[piece];
        TokenRows.Add(gradient, sum.QkvBias, count, 3 * dim);
        panels.Multiply(Qkv, gradient, memory[0], TileProduct.RoundUp(count, TileProduct.Rows));
        TokenRows.Copy(middle + start * dim, result, count * dim);
        NormalizeBackward(values.Input + start * dim, weights.Norm1, memory[0], result, sum.Norm1Weight, sum.Norm1Bias, count);
        normal.Set(start, memory[0], count);
    }

    private ParallelStage Pieces(Action<int, Floats> work) =>
        ParallelStage.Of(shape.Pieces, () => new Floats(BlockShape.PieceRows * dim), work);

    private Floats Matrix(int features) => new((long)shape.PaddedRows * features);

    /// <summary>Backward pass of the layer norm of some tokens; see <see cref="TokenRows.NormalizeBackward"/>.</summary>
    private void NormalizeBackward(float* before, NormWeights norm, float* gradient, float* sum, float* weight, float* bias, int count)
    {
        for (int token = 0, at = 0; token < count; token++, at += dim)
            TokenRows.NormalizeBackward(before + at, norm.Weight, norm.Bias, gradient + at, sum + at, weight, bias, dim);
    }
}
