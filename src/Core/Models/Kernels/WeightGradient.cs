using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>The gradient of a linear layer's weight: for each token, its output's gradient times its input, summed over tokens.</summary>
internal sealed unsafe class WeightGradient
{
    // A tile's share of both sides, for so many tokens, fits the first cache; a block of outputs, the second.
    private const int Depth = 256, Outputs = 8 * TileProduct.Rows, Inputs = 12 * TileProduct.Columns;

    private readonly float* gradients;
    private readonly int outputs;
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
        Tensor padded = empty([TileProduct.RoundUp(outputs, TileProduct.Rows), inputs.Features]);
        sums = (float*)padded.Address();
        Result = padded.narrow(0, 0, outputs);
    }

    /// <summary>(outputs, inputs).</summary>
    public Tensor Result { get; }

    /// <summary>Computes some.</summary>
    public static void Compute(params WeightGradient[] gradients)
    {
        (WeightGradient Gradient, int Output, int Input)[] blocks =
        [
            .. from gradient in gradients
               from output in Starts(gradient.outputs, Outputs)
               from input in Starts(gradient.inputs.Features, Inputs)
               select (gradient, output, input),
        ];
        Workers.ForEach(blocks.Length, () => new Floats(Depth * Outputs), (index, memory) => blocks[index].Gradient.Sum(blocks[index].Output, blocks[index].Input, memory[0]));
    }

    /// <summary>Sums for a block of outputs and inputs.</summary>
    private void Sum(int output, int input, float* block)
    {
        int height = Math.Min(Outputs, outputs - output), width = Math.Min(Inputs, inputs.Features - input);
        for (int token = 0; token < inputs.Tokens; token += Depth)
        {
            int depth = Math.Min(Depth, inputs.Tokens - token);
            for (int k = 0; k < depth; k++)
                new ReadOnlySpan<float>(gradients + (nint)(token + k) * outputs + output, height).CopyTo(new Span<float>(block + k * Outputs, height));
            TileProduct.MultiplyPanels(
                block, 1, Outputs, inputs[input, token], (nint)inputs.Tokens * TileProduct.Columns,
                sums + (nint)output * inputs.Features + input, inputs.Features, TileProduct.RoundUp(height, TileProduct.Rows), depth, width, add: token > 0);
        }
    }

    private static IEnumerable<int> Starts(int features, int step)
    {
        for (int start = 0; start < features; start += step) yield return start;
    }
}
