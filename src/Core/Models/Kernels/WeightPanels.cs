using System.Runtime.CompilerServices;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Weights of a block's layers in the layout of <see cref="TileProduct.MultiplyPanels"/>.</summary>
internal sealed unsafe class WeightPanels : IDisposable
{
    private readonly Floats memory;
    private readonly LinearWeights[] layers;
    private readonly bool backward;

    /// <summary>Allocates memory for layers, for the forward pass or, with transposed weights, the backward pass.</summary>
    public WeightPanels(bool backward, params LinearWeights[] layers)
    {
        (this.backward, this.layers) = (backward, layers);
        memory = new Floats([.. layers.Select(layer => (long)layer.Inputs * layer.Outputs)]);
    }

    /// <summary>The stage that lays out the layers.</summary>
    public ParallelStage LayOut()
    {
        (int Layer, int Column)[] panels =
        [
            .. from layer in Enumerable.Range(0, layers.Length)
               from panel in Enumerable.Range(0, Columns(layers[layer]) / TileProduct.Columns)
               select (layer, panel * TileProduct.Columns),
        ];
        return ParallelStage.Of(panels.Length, index =>
        {
            (int layer, int column) = panels[index];
            LinearWeights from = layers[layer];
            float* to = memory[layer] + (nint)column * Depth(from);
            if (backward) TileProduct.CopyPanel(from.Weight + column, from.Inputs, to, from.Outputs);
            else Transpose(from.Weight + (nint)column * from.Inputs, from.Inputs, to);
        });
    }

    /// <summary>The product of rows of tokens, or of gradients backward, with a layer's weight.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="from">Contiguous rows.</param>
    /// <param name="to">Contiguous rows, in whole tiles.</param>
    /// <param name="rows">Number of rows, in whole tiles.</param>
    /// <param name="add">Whether to add to the target. The forward pass always adds the bias.</param>
    public void Multiply(int layer, float* from, float* to, int rows, bool add = false)
    {
        LinearWeights weights = layers[layer];
        int depth = Depth(weights), columns = Columns(weights);
        TileProduct.MultiplyPanels(
            from, depth, 1, memory[layer], depth * TileProduct.Columns, to, columns, rows, depth, columns, backward
                ? null
                : weights.Bias, add);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private int Depth(LinearWeights layer) => backward ? layer.Outputs : layer.Inputs;

    private int Columns(LinearWeights layer) => backward ? layer.Inputs : layer.Outputs;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, nint depth, float* to)
    {
        for (nint k = 0; k < depth; k += 4)
        {
            float* row = from + k, target = to + k * TileProduct.Columns;
            for (int column = 0; column < TileProduct.Columns; column += 4, row += 4 * depth) HeadAttention.Transpose4(row, depth,
                target + column, TileProduct.Columns);
        }
    }
}
