using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>The gradient of a linear layer's weight: for each token, its output's gradient times its input, summed over tokens.</summary>
internal sealed unsafe class WeightGradient
{
    // A tile's operands for this many tokens fit the L1 cache; a block of outputs fits the L2 cache.
    private const int Depth = 256, MostOutputs = 8 * TileProduct.Rows, LeastOutputs = 3 * TileProduct.Rows,
        Inputs = 12 * TileProduct.Columns;
    private const int BlocksOfThread = 4; // or more per layer, so that threads finish together
    private const int FirstStep = 8;      // tokens that are packed at a time where nothing is computed beside it

    private readonly float* gradients;
    private readonly int outputs, height; // of a block
    private readonly TokenPanels inputs;
    private readonly float* sums; // (outputs in whole tiles, inputs)

    /// <summary>Prepares a gradient to compute.</summary>
    /// <param name="gradients">Of the layer's output, (tokens, outputs).</param>
    /// <param name="outputs">Features of the output.</param>
    /// <param name="inputs">The layer's input.</param>
    public WeightGradient(float* gradients, int outputs, TokenPanels inputs)
    {
        this.gradients = gradients;
        (this.outputs, this.inputs) = (outputs, inputs);
        height =
            TileProduct.RoundUp(Math.Clamp(outputs / (BlocksOfThread * get_num_threads()), LeastOutputs, MostOutputs), TileProduct.Rows);
        Tensor padded = empty([TileProduct.RoundUp(outputs, TileProduct.Rows), inputs.Features]);
        sums = (float*)padded.Address();
        Result = padded.narrow(0, 0, outputs);
    }

    /// <summary>(outputs, inputs).</summary>
    public Tensor Result { get; }

    /// <summary>Computes gradients once the stage that provides their inputs is done.</summary>
    public static ParallelStage Compute(ParallelStage before, params WeightGradient[] gradients)
    {
        (WeightGradient Gradient, int Output, int Input)[] blocks =
        [
            .. from gradient in gradients
               from output in Starts(gradient.outputs, gradient.height)
               from input in Starts(gradient.inputs.Features, Inputs)
               select (gradient, output, input),
        ];
        return ParallelStage.Of(blocks.Length, () => new Floats(Depth * MostOutputs, Depth * MostOutputs), (index, memory) =>
        {
            before.Wait();
            blocks[index].Gradient.Sum(blocks[index].Output, blocks[index].Input, memory);
        });
    }

    /// <summary>
    /// Sums for a block of outputs and inputs. Packing the next tokens' gradients between tiles overlaps memory reads with computation.
    /// </summary>
    private void Sum(int output, int input, Floats memory)
    {
        int height = Math.Min(this.height, outputs - output), width = Math.Min(Inputs, inputs.Features - input),
            depth = Math.Min(Depth, inputs.Tokens);
        int tiles = TileProduct.RoundUp(height, TileProduct.Rows) / TileProduct.Rows * (width / TileProduct.Columns);
        int part = 0; // of the memory, in use
        for (int token = 0; token < depth; token += FirstStep) Pack(gradients + output, memory[part], height, token, FirstStep, depth);
        for (int token = 0; token < inputs.Tokens; token += Depth, part = 1 - part)
        {
            int left = Math.Min(Depth, inputs.Tokens - token - depth), step = (left + tiles - 1) / tiles, packed = 0;
            float* next = gradients + (nint)(token + depth) * outputs + output;
            for (int column = 0; column < width; column += TileProduct.Columns)
            {
                float* panel = inputs[input + column, token], result = sums + (nint)output * inputs.Features + input + column;
                for (int row = 0; row < height; row += TileProduct.Rows, packed += step)
                {
                    TileProduct.MultiplyOne(memory[part] + row * Depth, panel, result + (nint)row * inputs.Features, inputs.Features, depth,
                        add: token > 0);
                    Pack(next, memory[1 - part], height, packed, step, left);
                }
            }
            depth = left;
        }
    }

    /// <summary>
    /// Packs gradients of some outputs and tokens in strips of a tile's rows, token by token, and prefetches as many more.
    /// </summary>
    /// <param name="from">The first token's.</param>
    /// <param name="to">Receives the strips, <see cref="Depth"/> tokens each.</param>
    /// <param name="count">Number of outputs.</param>
    /// <param name="first">The first token of these.</param>
    /// <param name="step">Number of tokens.</param>
    /// <param name="tokens">Total number of tokens.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* from, float* to, int count, int first, int step, int tokens)
    {
        int whole = count / TileProduct.Rows * TileProduct.Rows, end = Math.Min(first + step, tokens), ahead = Math.Min(end + step, tokens);
        for (int token = first; token < end; token++)
        {
            float* source = from + (nint)token * outputs, target = to + token * TileProduct.Rows;
            int output = 0;
            for (; output < whole; output += TileProduct.Rows, target += Depth * TileProduct.Rows)
            {
                Vector256.Load(source + output).Store(target);
                Vector128.Load(source + output + Vector256<float>.Count).Store(target + Vector256<float>.Count);
            }
            for (; output < count; output++, target++) *target = source[output];
        }
        for (int token = Math.Max(first, end); token < ahead; token++) // they lie too far from one another for the processor to foresee it
        {
            float* source = from + (nint)token * outputs;
            for (int i = 0; i < count; i += Floats.Line) Sse.Prefetch0(source + i);
        }
    }

    private static IEnumerable<int> Starts(int features, int step)
    {
        for (int start = 0; start < features; start += step) yield return start;
    }
}
