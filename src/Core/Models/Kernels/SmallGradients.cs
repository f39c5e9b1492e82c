using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Gradients of a block's biases and norms: sums over tokens, one per piece.</summary>
internal sealed unsafe class SmallGradients
{
    private const int Dims = 13; // of all of them together

    private readonly int dim;
    private readonly Tensor sums; // (pieces, 13 D)

    /// <summary>Zeros.</summary>
    public SmallGradients(BlockShape shape)
    {
        dim = shape.Dim;
        sums = zeros([shape.Pieces, Dims * dim]);
    }

    /// <summary>Address of a piece's sums.</summary>
    public Piece this[int piece] => new((float*)sums.Address() + (nint)piece * Dims * dim, dim);

    /// <summary>The gradients of all of a block's parameters in order, given those of the layers' weights.</summary>
    public Tensor[] With(Tensor qkv, Tensor proj, Tensor fc1, Tensor fc2)
    {
        Tensor all = zeros([Dims * dim]);
        TokenRows.Add((float*)sums.Address(), (float*)all.Address(), (int)sums.shape[0], Dims * dim);
        int start = 0;
        Tensor Next(int dims) => all.narrow(0, (start += dims * dim) - dims * dim, dims * dim);
        return [Next(1), Next(1), qkv, Next(3), proj, Next(1), Next(1), Next(1), fc1, Next(4), fc2, Next(1)];
    }

    /// <summary>Addresses of a piece's sums, in the order of the block's parameters.</summary>
    public readonly struct Piece(float* start, int dim)
    {
        public readonly float* Norm1Weight = start, Norm1Bias = start + dim, QkvBias = start + 2 * dim, ProjBias = start + 5 * dim,
            Norm2Weight = start + 6 * dim, Norm2Bias = start + 7 * dim, Fc1Bias = start + 8 * dim, Fc2Bias = start + 12 * dim;
    }
}
