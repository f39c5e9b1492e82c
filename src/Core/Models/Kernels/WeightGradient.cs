using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>The gradient of a linear layer's weight: for each token, its output's gradient times its input, summed over tokens.</summary>
internal sealed unsafe class WeightGradient
{
    // A tile's share of both sides, for so many tokens, fits the first cache; a block of outputs, the second.
    private const int Depth = 256, MostOutputs = 8 * TileProduct.Rows, LeastOutputs = 3 * TileProduct.Rows, Inputs = 12 * TileProduct.Columns;
    private const int BlocksOfThread = 8; // or more of a layer, so that threads end together
    private const int Ahead = 24;         // tokens that memory is asked for before they are read

    private readonly float* gradients;
    private readonly int outputs, height; // of a block
    private readonly TokenPanels inputs;
    private readonly float* sums; // (outputs in whole tiles, inputs)

    /// <summary>A gradient still to be computed.</summary>
    /// <param name="gradients">Of the layer's output, (tokens, outputs).</param>
    /// <param name="outputs">Features of the output.</param>
    /// <param name="inputs">The layer's input.</param>
    public WeightGradient(float* gradients, int outputs, TokenPanels inputs)
    {
        this.gradients = gradients;
        (this.outputs, this.inputs) = (outputs, inputs);
        height = TileProduct.RoundUp(Math.Clamp(outputs / (BlocksOfThread * get_num_threads()), LeastOutputs, MostOutputs), TileProduct.Rows);
        Tensor padded = empty([TileProduct.RoundUp(outputs, TileProduct.Rows), inputs.Features]);
        sums = (float*)padded.Address();
        Result = padded.narrow(0, 0, outputs);
    }

    /// <summary>(outputs, inputs).</summary>
    public Tensor Result { get; }

    /// <summary>A work: computes some.</summary>
    public static Action Compute(params WeightGradient[] gradients)
    {
        (WeightGradient Gradient, int Output, int Input)[] blocks =
        [
            .. from gradient in gradients
               from output in Starts(gradient.outputs, gradient.height)
               from input in Starts(gradient.inputs.Features, Inputs)
               select (gradient, output, input),
        ];
        return Workers.Pieces(blocks.Length, () => new Floats(Depth * MostOutputs), (index, memory) => blocks[index].Gradient.Sum(blocks[index].Output, blocks[index].Input, memory[0]));
    }

    /// <summary>Sums for a block of outputs and inputs.</summary>
    private void Sum(int output, int input, float* block)
    {
        int count = Math.Min(height, outputs - output), width = Math.Min(Inputs, inputs.Features - input);
        for (int token = 0; token < inputs.Tokens; token += Depth)
        {
            int depth = Math.Min(Depth, inputs.Tokens - token);
            Copy(gradients + (nint)token * outputs + output, block, count, depth);
            TileProduct.MultiplyPanels(
                block, 1, height, inputs[input, token], (nint)inputs.Tokens * TileProduct.Columns,
                sums + (nint)output * inputs.Features + input, inputs.Features, TileProduct.RoundUp(count, TileProduct.Rows), depth, width, add: token > 0);
        }
    }

    /// <summary>Some outputs' gradients of some tokens, one token after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(float* from, float* to, int count, int tokens)
    {
        for (int token = 0; token < tokens; token++, from += outputs, to += height)
        {
            // A token's gradients lie too far from the next token's for the processor to foresee it.
            float* next = from + (nint)Ahead * outputs;
            for (int i = 0; i < count; i += Floats.Line) Sse.Prefetch0(next + i);
            TokenRows.Copy(from, to, count);
        }
    }

    private static IEnumerable<int> Starts(int features, int step)
    {
        for (int start = 0; start < features; start += step) yield return start;
    }
}
